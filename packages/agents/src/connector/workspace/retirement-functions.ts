import type { JsonObject } from '@batonhq/core';
import { retirementOutlook, type RetirementOutlook, type RetirementPlan } from '../../tool/finance/retirement.ts';
import { barChart } from '../../tool/report/bar-chart.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Argument } from './argument.ts';
import { anything, between, fileOf, listOf, number, object, orNull, text } from './schema.ts';
import { workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Whether the money lasts. Money in whole units, of today's worth. */
export function retirementFunctions(workspace: Workspace): readonly ToolDefinition[] {
  return [retiring(workspace), comparing(workspace)];
}

const amount = { type: 'number', minimum: 0 } as const;
const needed = {
  age: amount,
  retireAt: amount,
  lastsUntil: amount,
  capital: amount,
  yearlySaving: amount,
  yearlyNeed: amount,
  shares: between(0, 1),
};
const possible = {
  otherIncome: amount,
  otherIncomeFrom: amount,
  reserve: amount,
  taxRate: between(0, 0.7),
  chart: fileOf('svg'),
};
const spread = object({ p10: number, p50: number, p90: number });

function retiring(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'finance_retirement',
    description:
      'Whether the money lasts: a retirement plan in thousands of possible futures, with its assumptions. taxRate is what taxes take of withdrawals.',
    input: object(needed, possible),
    output: object(
      {
        success: number,
        uncertainty: number,
        atRetirement: spread,
        atEnd: spread,
        endsAt: orNull('number'),
        sustainableNeed: number,
        futures: number,
        assumptions: anything,
        method: text,
        retireAt: number,
        needBeforeTax: number,
      },
      { chart: text },
    ),
    files: ['chart'],
    planning: writesOwn(['results']),
    async run(given) {
      const plan = planIn(given);
      const outlook = retirementOutlook(plan, { seed: futures });
      const chart = given.text('chart', '');
      if (chart !== '') await workspace.write(chart, outlookChart(outlook, plan));
      return { ...plainly(outlook, plan), needBeforeTax: Math.round(plan.yearlyNeed), ...(chart !== '' && { chart }) };
    },
  });
}

/** The same futures for every question about a plan: figures that stand side by side must not differ by chance. */
const futures = 'retirement';

function comparing(workspace: Workspace): ToolDefinition {
  const option = object({
    name: text,
    retireAt: number,
    yearlySaving: number,
    yearlyNeed: number,
    shares: number,
    success: number,
    sustainableNeed: number,
    capitalThen: number,
  });
  return workspaceFunction({
    name: 'finance_options',
    description:
      'Compares ways to a retirement: as planned, three years later, saving a fifth more, needing a tenth less, and all of it, in the same futures, with a chart. extraSaving is what growth of the business may leave a year.',
    input: object(needed, { ...possible, extraSaving: amount }),
    output: object({ options: listOf(option), best: text, advice: text, chart: text }),
    files: ['chart'],
    planning: writesOwn(['results']),
    async run(given) {
      const plan = planIn(given);
      const options = variantsOf(plan, given.number('extraSaving', 0)).map(([name, variant]) => {
        const { success, sustainableNeed, atRetirement } = retirementOutlook(variant, {
          seed: futures,
        });
        const { retireAt, yearlySaving, yearlyNeed, shares } = variant;
        return {
          name,
          retireAt,
          yearlySaving,
          yearlyNeed: Math.round(yearlyNeed),
          shares,
          success,
          sustainableNeed,
          capitalThen: atRetirement.p50,
        };
      });
      const chart = given.text('chart', 'results/options.svg');
      await workspace.write(chart, optionsChart(options));
      const best = options.toSorted((left, right) => right.success - left.success)[0]?.name ?? '';
      const enough = options.find(({ success }) => success >= 0.85);
      const advice =
        enough === undefined
          ? 'None of these lasts in 85 % of the futures: more than one thing has to change, or by more.'
          : `The smallest change that lasts in 85 % of the futures: ${enough.name}.`;
      return { options, best, advice, chart };
    },
  });
}

/** From the smallest change to the largest. */
function variantsOf(plan: RetirementPlan, extraSaving: number): readonly (readonly [string, RetirementPlan])[] {
  const later = Math.min(plan.retireAt + 3, plan.lastsUntil - 1);
  const changed = { retireAt: later, yearlySaving: plan.yearlySaving * 1.2, yearlyNeed: plan.yearlyNeed * 0.9 };
  const grown = { yearlySaving: plan.yearlySaving + extraSaving / 2 };
  return [
    ['as planned', plan],
    ...(extraSaving > 0 ? [['save half of what the growth leaves', { ...plan, ...grown }] as const] : []),
    ['save a fifth more', { ...plan, yearlySaving: changed.yearlySaving }],
    ['need a tenth less', { ...plan, yearlyNeed: changed.yearlyNeed }],
    ['three years later', { ...plan, retireAt: changed.retireAt }],
    ['all three', { ...plan, ...changed }],
    ...(extraSaving > 0 ? [['all of that', { ...plan, ...changed, ...grown }] as const] : []),
    [
      'all three, and seven years later',
      { ...plan, ...changed, retireAt: Math.min(plan.retireAt + 7, plan.lastsUntil - 1) },
    ],
  ];
}

/** What is needed is grossed up by the taxes on what is withdrawn. */
function planIn(given: Argument): RetirementPlan {
  return {
    age: given.number('age', 0),
    retireAt: given.number('retireAt', 0),
    lastsUntil: given.number('lastsUntil', 0),
    capital: given.number('capital', 0),
    yearlySaving: given.number('yearlySaving', 0),
    yearlyNeed: given.number('yearlyNeed', 0) / (1 - given.number('taxRate', 0)),
    otherIncome: given.number('otherIncome', 0),
    otherIncomeFrom: given.number('otherIncomeFrom', given.number('retireAt', 0)),
    shares: given.number('shares', 0),
    reserve: given.number('reserve', 0),
  };
}

function plainly(outlook: RetirementOutlook, { retireAt }: RetirementPlan): JsonObject {
  return {
    ...outlook,
    atRetirement: { ...outlook.atRetirement },
    atEnd: { ...outlook.atEnd },
    assumptions: { ...outlook.assumptions },
    retireAt,
  };
}

function outlookChart(
  { atRetirement, atEnd, success }: RetirementOutlook,
  { retireAt, lastsUntil }: RetirementPlan,
): string {
  const bar = (label: string, { p10, p50, p90 }: RetirementOutlook['atEnd']) => ({
    label,
    value: p50,
    low: p10,
    high: p90,
  });
  return barChart({
    title: `Capital at ${retireAt} and at ${lastsUntil}`,
    description: `Middling futures, with the range from bad to good ones. The money lasts in ${Math.round(success * 100)} % of them.`,
    unit: 'money of today',
    bars: [bar(`at ${retireAt}`, atRetirement), bar(`at ${lastsUntil}`, atEnd)],
  });
}

function optionsChart(options: readonly { readonly name: string; readonly success: number }[]): string {
  return barChart({
    title: 'How often the money lasts',
    description: options.map(({ name, success }) => `${name}: ${Math.round(success * 100)} %`).join('; '),
    unit: '% of futures',
    bars: options.map(({ name, success }) => ({ label: name, value: Math.round(success * 1_000) / 10 })),
  });
}
