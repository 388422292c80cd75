import { amortise } from '../../tool/finance/amortise.ts';
import { expansionOutlook, firstLoss, ripeShare, type ExpansionOutlook } from '../../tool/finance/expansion.ts';
import { barChart } from '../../tool/report/bar-chart.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Argument } from './argument.ts';
import { between, fileOf, flag, integer, listOf, number, object, orNull, text, texts } from './schema.ts';
import { taxFunction } from './tax-function.ts';
import { workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Figures for decisions. Money in whole units of the currency. */
export function financeFunctions(workspace: Workspace): readonly ToolDefinition[] {
  return [lending, saving, taxFunction(workspace), expanding(workspace)];
}

const pure = { risk: 'low', why: 'it changes nothing' } as const;
const money = { type: 'number', minimum: 0 } as const;

const lending = workspaceFunction({
  name: 'finance_loan',
  description: 'What a loan with equal monthly payments costs.',
  input: object({
    principal: { type: 'number', exclusiveMinimum: 0 },
    annualRate: { type: 'number', minimum: 0, exclusiveMaximum: 1 },
    months: integer(1, 1_200),
  }),
  output: object({ payment: number, totalInterest: number }),
  planning: pure,
  run(given) {
    const { payment, totalInterest } = amortise({
      principal: Math.round(given.number('principal', 0) * 100),
      annualRate: given.number('annualRate', 0),
      months: given.number('months', 1),
    });
    return { payment: payment / 100, totalInterest: totalInterest / 100 };
  },
});

const saving = workspaceFunction({
  name: 'finance_reserve',
  description: 'How long it takes to fill an emergency fund, by what is put aside each month.',
  input: object({ target: money, monthly: number }, { current: money }),
  output: object({
    target: number,
    current: number,
    missing: number,
    monthly: number,
    months: orNull('integer'),
    advice: text,
  }),
  planning: pure,
  run(given) {
    const [target, current, monthly] = [
      given.number('target', 0),
      given.number('current', 0),
      given.number('monthly', 0),
    ];
    const missing = Math.max(0, target - current);
    const months = missing === 0 ? 0 : monthly > 0 ? Math.ceil(missing / monthly) : null;
    const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
    const advice =
      months === null
        ? `${plain.format(missing)} are missing and nothing is put aside: start with a fixed sum a month.`
        : months === 0
          ? 'The fund is full: keep it where it can be reached within days.'
          : `${plain.format(missing)} are missing; ${plain.format(monthly)} a month fill it in ${months} months. Until then nothing else comes first.`;
    return { target, current, missing, monthly, months, advice };
  },
});

function expanding(workspace: Workspace): ToolDefinition {
  const opening = object({ shop: number, month: number, own: number, loan: number, payment: number });
  return workspaceFunction({
    name: 'business_expand',
    description:
      'Opens further shops one after the other and follows the cash month by month: when each can open, the lowest cash, loans, payback, with a chart.',
    input: object(
      { monthlyNet: number, locations: integer(2, 30), cash: number },
      {
        monthlyIncome: number,
        current: integer(1, 29),
        openingCost: { type: 'number', exclusiveMinimum: 0 },
        rampMonths: integer(1, 60),
        loanRate: { type: 'number', minimum: 0, exclusiveMaximum: 1 },
        loanMonths: integer(1, 360),
        ownShare: between(0, 1),
        reserve: money,
        gap: integer(1, 60),
        chart: fileOf('svg'),
      },
    ),
    output: object({
      openings: listOf(opening),
      months: listOf(object({ month: number, net: number, cash: number })),
      lowestCash: number,
      lowestMonth: number,
      netWhenRipe: number,
      payback: orNull('integer'),
      isFundable: flag,
      assumptions: texts,
      chart: text,
    }),
    files: ['chart'],
    planning: writesOwn(['results']),
    async run(given) {
      const plan = expansionIn(given);
      const outlook = expansionOutlook(plan);
      const chart = given.text('chart', 'results/expansion.svg');
      await workspace.write(chart, cashChart(outlook));
      return { ...outlook, assumptions: assumptionsOf(plan), chart };
    },
  });
}

function expansionIn(given: Argument): Parameters<typeof expansionOutlook>[0] {
  return {
    monthlyNet: given.number('monthlyNet', 0),
    current: given.number('current', 1),
    locations: given.number('locations', 2),
    openingCost: given.number('openingCost', 150_000),
    rampMonths: given.number('rampMonths', 9),
    ownShare: given.number('ownShare', 0.25),
    loanRate: given.number('loanRate', 0.08),
    loanMonths: given.number('loanMonths', 84),
    cash: given.number('cash', 0),
    reserve: given.number('reserve', 0),
    gap: given.number('gap', 15),
  };
}

function assumptionsOf({
  openingCost,
  rampMonths,
  ownShare,
  loanRate,
  loanMonths,
  gap,
}: Parameters<typeof expansionOutlook>[0]): readonly string[] {
  const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
  return [
    `Opening one shop costs ${new Intl.NumberFormat('en').format(openingCost)}; ${percent(ownShare)} of it is paid from the cash, the rest is a loan at ${percent(loanRate)} over ${loanMonths} months.`,
    `A new shop earns ${percent(ripeShare)} of what an old one leaves, after ${rampMonths} months; in its first month it loses ${percent(firstLoss)} of that.`,
    `At least ${gap} months lie between two openings. The old shops do not grow, and there is no inflation.`,
    'A manager in each new shop is paid what the owner takes out of the first one.',
  ];
}

/** The cash at the end of every third month. */
function cashChart({ months, openings }: ExpansionOutlook): string {
  const opened = openings.map(({ shop, month }) => `shop ${shop} in month ${month}`).join(', ');
  return barChart({
    title: 'Cash while shops open',
    description: `Cash at the end of every third month. ${opened === '' ? 'No shop can open.' : `Opens: ${opened}.`}`,
    unit: 'month',
    bars: months
      .filter(({ month }) => month % 3 === 0)
      .map(({ month, cash }) => ({ label: String(month), value: cash })),
  });
}
