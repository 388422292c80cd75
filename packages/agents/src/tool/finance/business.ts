import type { MonthOfMoney } from './cash-flow.ts';

/** A line of a ledger, as far as it matters here; amounts in cents, expenses below zero. */
interface Booked {
  readonly date: string;
  readonly amount: number;
  readonly category: string;
}

/** What a ledger says about a business; money in whole units, shares as fractions. */
export type BusinessAnalysis = {
  readonly from: string;
  readonly until: string;
  readonly years: readonly {
    readonly year: string;
    readonly income: number;
    readonly expenses: number;
    readonly net: number;
    readonly margin: number;
  }[];
  /** Of the income, last twelve months against the twelve before; null with less than two years. */
  readonly growth: number | null;
  /** Of the last twelve months, as are the figures below. */
  readonly margin: number;
  readonly monthlyIncome: number;
  /** After what the owner takes out. */
  readonly monthlyNet: number;
  /** Before what the owner takes out: what is taxed. */
  readonly yearlyProfit: number;
  readonly ownerDraw: number;
  readonly seasons: readonly { readonly month: string; readonly index: number }[];
  readonly costs: readonly {
    readonly category: string;
    readonly amount: number;
    readonly share: number;
    readonly change: number | null;
  }[];
  readonly incomes: readonly {
    readonly category: string;
    readonly amount: number;
    readonly share: number;
    readonly change: number | null;
  }[];
  readonly findings: readonly string[];
};

const draws = /owner|draw|private|משיכ|בעלים/i;

/**
 * Analyses a ledger and its months: margin and growth, the seasons, what income and costs are made of and what changed.
 * A category with "owner" or "draw" in its name counts as what the owner takes out.
 */
export function analyseBusiness(entries: readonly Booked[], months: readonly MonthOfMoney[]): BusinessAnalysis {
  const recent = months.slice(-12);
  const before = months.length >= 24 ? months.slice(-24, -12) : [];
  const income = sumOf(recent, 'income');
  const net = income - sumOf(recent, 'expenses');
  const parts = partsOf(entries, { recent, before, income });
  const ownerDraw = -parts.filter(({ category }) => draws.test(category)).reduce((sum, one) => sum + one.amount, 0);
  const analysis = {
    from: months[0]?.month ?? '',
    until: months.at(-1)?.month ?? '',
    years: yearsOf(months),
    growth: before.length === 0 ? null : ratio(income, sumOf(before, 'income')) - 1,
    margin: rounded(ratio(net, income)),
    monthlyIncome: whole(income / Math.max(1, recent.length)),
    monthlyNet: whole(net / Math.max(1, recent.length)),
    yearlyProfit: whole(((net + ownerDraw) * 12) / Math.max(1, recent.length)),
    ownerDraw: whole(ownerDraw),
    seasons: seasonsOf(months),
    costs: shown(
      parts.filter(({ amount }) => amount < 0),
      income,
    ),
    incomes: shown(
      parts.filter(({ amount }) => amount > 0),
      income,
    ),
  };
  return {
    ...analysis,
    growth: analysis.growth === null ? null : rounded(analysis.growth),
    findings: findingsIn(analysis),
  };
}

interface Part {
  readonly category: string;
  readonly amount: number;
  readonly before: number | null;
}

function partsOf(
  entries: readonly Booked[],
  {
    recent,
    before,
  }: { readonly recent: readonly MonthOfMoney[]; readonly before: readonly MonthOfMoney[]; readonly income: number },
): readonly Part[] {
  const within = (months: readonly MonthOfMoney[]): readonly Booked[] => {
    const names = new Set(months.map(({ month }) => month));
    return entries.filter(({ date }) => names.has(date.slice(0, 7)));
  };
  const earlier = totalsOf(within(before));
  return [...totalsOf(within(recent))]
    .map(([category, amount]) => ({
      category,
      amount,
      before: before.length === 0 ? null : (earlier.get(category) ?? 0),
    }))
    .toSorted((left, right) => Math.abs(right.amount) - Math.abs(left.amount));
}

function totalsOf(entries: readonly Booked[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { category, amount } of entries) totals.set(category, (totals.get(category) ?? 0) + amount);
  return totals;
}

function shown(parts: readonly Part[], income: number): BusinessAnalysis['costs'] {
  return parts.slice(0, 14).map(({ category, amount, before }) => ({
    category,
    amount: whole(Math.abs(amount)),
    share: rounded(ratio(Math.abs(amount), income)),
    change: before === null || before === 0 ? null : rounded(ratio(amount, before) - 1),
  }));
}

function yearsOf(months: readonly MonthOfMoney[]): BusinessAnalysis['years'] {
  return [...Map.groupBy(months, ({ month }) => month.slice(0, 4))].map(([year, list]) => {
    const [income, expenses] = [sumOf(list, 'income'), sumOf(list, 'expenses')];
    const net = income - expenses;
    return {
      year,
      income: whole(income),
      expenses: whole(expenses),
      net: whole(net),
      margin: rounded(ratio(net, income)),
    };
  });
}

/** What each month of the year brings in, as a share of the mean month; empty with less than a year. */
function seasonsOf(months: readonly MonthOfMoney[]): BusinessAnalysis['seasons'] {
  if (months.length < 12) return [];
  const mean = sumOf(months, 'income') / months.length;
  return [...Map.groupBy(months, ({ month }) => month.slice(5))]
    .map(([month, list]) => ({ month, index: rounded(ratio(sumOf(list, 'income') / list.length, mean)) }))
    .toSorted((left, right) => left.month.localeCompare(right.month));
}

function findingsIn(of: Omit<BusinessAnalysis, 'findings'>): readonly string[] {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const best = of.seasons.toSorted((left, right) => right.index - left.index);
  const rising = of.costs.filter(
    ({ change, share }) => change !== null && share > 0.005 && change > (of.growth ?? 0) + 0.02,
  );
  const first = best[0];
  const last = best.at(-1);
  return [
    `${of.from} to ${of.until}: ${percent(of.margin)} of the income is left in the last twelve months, after ${money(of.ownerDraw)} taken out by the owner.`,
    ...(of.growth === null
      ? []
      : [
          `Income ${of.growth >= 0 ? 'grew' : 'fell'} by ${percent(Math.abs(of.growth))} against the twelve months before.`,
        ]),
    ...(first === undefined || last === undefined || first === last
      ? []
      : [
          `The best month is ${first.month} (${percent(first.index)} of a mean month), the weakest ${last.month} (${percent(last.index)}).`,
        ]),
    ...of.costs.slice(0, 3).map(({ category, share }) => `${percent(share)} of the income goes to ${category}.`),
    ...rising.map(
      ({ category, change }) => `Spending on ${category} rose by ${percent(change ?? 0)}, more than the income did.`,
    ),
    ...of.incomes
      .filter(({ change }) => change !== null && change < 0)
      .map(({ category, change }) => `Income from ${category} fell by ${percent(-(change ?? 0))}.`),
  ];
}

function sumOf(months: readonly MonthOfMoney[], which: 'income' | 'expenses'): number {
  return months.reduce((sum, month) => sum + month[which], 0);
}

const ratio = (part: number, of: number): number => (of === 0 ? 0 : part / of);
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
const whole = (cents: number): number => Math.round(cents / 100);
const money = (amount: number): string => new Intl.NumberFormat('en').format(amount);
