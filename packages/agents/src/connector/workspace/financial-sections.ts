import type { ReportSection } from '../../tool/report/report.ts';
import type { Argument } from './argument.ts';

/** The sections of a report on a business and its owner's plans, of whatever parts there are. */
export function financialSections(given: Argument): readonly ReportSection[] {
  const part = (name: string, sections: (from: Argument) => readonly ReportSection[]): readonly ReportSection[] =>
    given.has(name) ? sections(given.part(name)) : [];
  const body = [
    ...part('analysis', business),
    ...part('forecast', forecast),
    ...part('expansion', expansion),
    ...part('reserve', reserve),
    ...part('taxes', taxes),
    ...part('retirement', retirement),
    ...part('options', options),
    ...part('risks', risks),
  ];
  return [{ heading: 'In short', points: inShort(given) }, ...body];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const money = (amount: number): string => new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format(amount);

function inShort(given: Argument): readonly string[] {
  const said: string[] = [];
  const { analysis, expansion, retirement, reserve } = {
    analysis: given.part('analysis'),
    expansion: given.part('expansion'),
    retirement: given.part('retirement'),
    reserve: given.part('reserve'),
  };
  if (given.has('analysis'))
    said.push(
      `The business leaves ${money(analysis.number('monthlyNet', 0))} a month, ${percent(analysis.number('margin', 0))} of its income.`,
    );
  if (given.has('expansion'))
    said.push(
      expansion.json('isFundable') === true
        ? `The growth can be paid for: shops open in month ${expansion
            .parts('openings')
            .map((one) => one.number('month', 0))
            .join(' and month ')}; the cash never falls below ${money(expansion.number('lowestCash', 0))}.`
        : `The growth cannot be paid for as planned: the cash falls to ${money(expansion.number('lowestCash', 0))} in month ${expansion.number('lowestMonth', 0)}.`,
    );
  if (given.has('reserve')) said.push(reserve.text('advice', ''));
  if (given.has('retirement'))
    said.push(
      `Retiring at ${retirement.number('retireAt', 0)}, the money lasts in ${percent(retirement.number('success', 0))} of ${money(retirement.number('futures', 0))} futures; ${money(retirement.number('sustainableNeed', 0))} a year before tax would last in 90 %.`,
    );
  if (given.has('options')) said.push(given.part('options').text('advice', ''));
  const worst = given.part('risks').parts('risks')[0];
  if (worst !== undefined) said.push(`The largest risk: ${worst.text('risk', '')}. ${worst.text('why', '')}`);
  return said.filter((one) => one !== '');
}

function business(from: Argument): readonly ReportSection[] {
  const years = from
    .parts('years')
    .map((year) => [
      year.text('year', ''),
      ...['income', 'expenses', 'net'].map((name) => year.number(name, 0)),
      percent(year.number('margin', 0)),
    ]);
  const costs = from
    .parts('costs')
    .map((cost) => [
      cost.text('category', ''),
      cost.number('amount', 0),
      percent(cost.number('share', 0)),
      cost.has('change') ? percent(cost.number('change', 0)) : '',
    ]);
  return [
    {
      heading: 'The business',
      points: from.texts('findings'),
      table: { columns: ['year', 'income', 'expenses', 'left', 'margin'], rows: years },
      ...chartOf(from),
    },
    {
      heading: 'Costs of the last twelve months',
      table: { columns: ['category', 'amount', 'of income', 'change'], rows: costs },
    },
  ];
}

function forecast(from: Argument): readonly ReportSection[] {
  const rows = from
    .parts('months')
    .map((month) => [
      month.text('month', ''),
      ...['net', 'low', 'high', 'balance'].map((name) => Math.round(month.number(name, 0))),
    ]);
  return [
    {
      heading: 'Cash flow to come',
      text: from.text('method', ''),
      table: { columns: ['month', 'expected', 'low', 'high', 'balance'], rows: rows.slice(0, 24) },
      ...chartOf(from),
    },
  ];
}

function expansion(from: Argument): readonly ReportSection[] {
  const rows = from
    .parts('openings')
    .map((one) => ['shop', 'month', 'own', 'loan', 'payment'].map((name) => one.number(name, 0)));
  const ripe = `When every shop is ripe, ${money(from.number('netWhenRipe', 0))} a month is left, loans still paid.`;
  const payback = from.has('payback')
    ? `A new shop has paid for its opening after ${from.number('payback', 0)} months.`
    : 'A new shop never pays for its opening.';
  return [
    {
      heading: 'Growing',
      points: [ripe, payback, ...from.texts('assumptions')],
      table: { columns: ['shop', 'month', 'own money', 'loan', 'monthly payment'], rows },
      ...chartOf(from),
    },
  ];
}

function reserve(from: Argument): readonly ReportSection[] {
  const rows = [['target', 'current', 'missing', 'monthly'].map((name) => from.number(name, 0))];
  return [
    {
      heading: 'Emergency fund',
      text: from.text('advice', ''),
      table: { columns: ['target', 'today', 'missing', 'a month'], rows },
    },
  ];
}

function taxes(from: Argument): readonly ReportSection[] {
  const amounts = ['income', 'incomeTax', 'selfEmploymentTax', 'stateTax', 'net'].map((name) => from.number(name, 0));
  const sources = from.parts('assumptions').map((one) => ['name', 'value', 'source'].map((name) => one.text(name, '')));
  return [
    {
      heading: `Taxes (${from.number('year', 0)})`,
      text: `Taxes take ${percent(from.number('effectiveRate', 0))} of the profit.`,
      points: from.texts('notes'),
      table: { columns: ['profit', 'income tax', 'self-employment tax', 'state and city', 'left'], rows: [amounts] },
    },
    {
      heading: 'What the taxes assume',
      ...(from.has('basis') && { text: from.text('basis') }),
      table: { columns: ['assumption', 'value', 'source'], rows: sources },
    },
  ];
}

function retirement(from: Argument): readonly ReportSection[] {
  const assumptions = from.part('assumptions');
  const names = [
    'shareReturn',
    'shareVolatility',
    'bondReturn',
    'bondVolatility',
    'inflation',
    'inflationVolatility',
    'fees',
  ];
  const spread = (name: string, label: string): readonly (string | number)[] => [
    label,
    ...['p10', 'p50', 'p90'].map((quantile) => from.part(name).number(quantile, 0)),
  ];
  return [
    {
      heading: 'Retirement',
      text: from.text('method', ''),
      points: [
        `The money lasts in ${percent(from.number('success', 0))} of the futures (plus or minus ${percent(from.number('uncertainty', 0))}).`,
        `Needed a year, before tax: ${money(from.number('needBeforeTax', 0))}.`,
        ...(from.has('endsAt')
          ? [`Where it does not last, it ends at ${from.number('endsAt', 0)} in the middle of them.`]
          : []),
        `Assumed: ${names.map((name) => `${name} ${percent(assumptions.number(name, 0))}`).join(', ')}. Assumptions, not forecasts: replace them.`,
      ],
      table: {
        columns: ['capital', 'bad (10 %)', 'middling', 'good (90 %)'],
        rows: [spread('atRetirement', 'at retirement'), spread('atEnd', 'at the end')],
      },
      ...chartOf(from),
    },
  ];
}

function options(from: Argument): readonly ReportSection[] {
  const rows = from
    .parts('options')
    .map((one) => [
      one.text('name', ''),
      ...['retireAt', 'yearlySaving', 'yearlyNeed'].map((name) => one.number(name, 0)),
      percent(one.number('success', 0)),
    ]);
  return [
    {
      heading: 'Options',
      text: from.text('advice', ''),
      table: { columns: ['option', 'retires at', 'saves a year', 'needs a year', 'lasts in'], rows },
      ...chartOf(from),
    },
  ];
}

function risks(from: Argument): readonly ReportSection[] {
  const rows = from
    .parts('risks')
    .map((one) => [
      one.text('risk', ''),
      one.number('score', 0),
      one.text('why', ''),
      one.text('answer', ''),
      one.text('source', ''),
    ]);
  return [{ heading: 'Risks', table: { columns: ['risk', 'score of 25', 'why', 'answer', 'from'], rows } }];
}

function chartOf(from: Argument): Pick<ReportSection, 'chart'> {
  const chart = from.text('chart', '');
  return chart === '' ? {} : { chart };
}
