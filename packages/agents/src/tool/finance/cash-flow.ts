import { fault, FaultError } from '@batonhq/core';

/** What came in and went out in one month, in cents. */
export interface MonthOfMoney {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly income: number;
  readonly expenses: number;
}

/** One month to come, in cents; the truth lies between `low` and `high` in about four of five months. */
export interface ForecastMonth {
  readonly month: string;
  readonly net: number;
  readonly low: number;
  readonly high: number;
  /** Balance at the end of the month, following `net`. */
  readonly balance: number;
}

/** What is to be expected. */
export interface CashFlowForecast {
  readonly months: readonly ForecastMonth[];
  /** Cents that the monthly net changes by per month, by the robust trend. */
  readonly trend: number;
  /** Months until the balance is below zero, following `low`; null when it is not within the forecast. */
  readonly runway: number | null;
  readonly method: string;
}

/** Months of history without which no trend is drawn. */
const leastForTrend = 6;

/** Months of history from which on months of the year are told apart. */
const leastForSeasons = 24;

/** The share of months that may fall below `low`, and above `high`. */
const tail = 0.1;

/**
 * Forecasts the monthly net from a ledger's months: a robust linear trend (Theil 1950, Sen 1968: the median of the
 * slopes between all pairs of months), the median deviation of each month of the year where there are two years of
 * history, and an interval from the quantiles of what that leaves unexplained, which widens with the square root of time
 * beyond the first year.
 *
 * @throws {FaultError} validation, for fewer than two months or months out of order.
 * @example
 * ```ts
 * import { forecastCashFlow } from '@batonhq/agents/workspace';
 *
 * const history = ['2026-01', '2026-02', '2026-03'].map((month) => ({ month, income: 900_000, expenses: 700_000 }));
 * const { months } = forecastCashFlow(history, { months: 6, balance: 5_000_000 });
 * console.log(months[0]?.net); // 200000
 * ```
 */
export function forecastCashFlow(
  history: readonly MonthOfMoney[],
  { months, balance }: { readonly months: number; readonly balance: number },
): CashFlowForecast {
  check(history, months);
  const nets = history.map(({ income, expenses }) => income - expenses);
  const trend = nets.length >= leastForTrend ? medianSlope(nets) : 0;
  const level = median(nets.map((net, index) => net - trend * index));
  const seasons = seasonsOf(history, (net, index) => net - level - trend * index);
  const last = numberOf(history.at(-1)?.month ?? '');
  const left = nets.map((net, index) => net - level - trend * index - (seasons.get(monthOfYear(history[index])) ?? 0));
  const spread = { low: quantile(left, tail), high: quantile(left, 1 - tail) };
  const expected: ForecastMonth[] = [];
  let sum = balance;
  for (let ahead = 1; ahead <= months; ahead += 1) {
    const month = nameOf(last + ahead);
    const net = Math.round(level + trend * (nets.length - 1 + ahead) + (seasons.get(month.slice(5)) ?? 0));
    const widening = Math.sqrt(Math.max(1, ahead / 12));
    sum += net;
    expected.push({
      month,
      net,
      low: Math.round(net + spread.low * widening),
      high: Math.round(net + spread.high * widening),
      balance: sum,
    });
  }
  return {
    months: expected,
    trend: Math.round(trend),
    runway: runwayOf(expected, balance),
    method: methodOf(nets.length),
  };
}

function methodOf(length: number): string {
  const parts = [
    length >= leastForTrend ? 'Theil-Sen trend' : `level only, because ${length} months show no trend`,
    length >= leastForSeasons ? 'months of the year' : 'no seasons, because they need two years',
    'interval by quantiles of the residuals (80 %)',
  ];
  return parts.join('; ');
}

function runwayOf(expected: readonly ForecastMonth[], balance: number): number | null {
  let sum = balance;
  for (const [index, { low }] of expected.entries()) {
    sum += low;
    if (sum < 0) return index + 1;
  }
  return null;
}

function seasonsOf(
  history: readonly MonthOfMoney[],
  deviation: (net: number, index: number) => number,
): ReadonlyMap<string, number> {
  if (history.length < leastForSeasons) return new Map();
  const byMonth = Map.groupBy(
    history.map((month, index) => ({ of: monthOfYear(month), by: deviation(month.income - month.expenses, index) })),
    ({ of }) => of,
  );
  return new Map([...byMonth].map(([of, deviations]) => [of, median(deviations.map(({ by }) => by))]));
}

function medianSlope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (const [later, value] of values.entries())
    for (let earlier = 0; earlier < later; earlier += 1)
      slopes.push((value - (values[earlier] ?? 0)) / (later - earlier));
  return median(slopes);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** By linear interpolation between the closest ranks. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}

function check(history: readonly MonthOfMoney[], months: number): void {
  if (history.length < 2)
    throw new FaultError(fault('validation', `a forecast needs at least two months of history, not ${history.length}`));
  if (!Number.isInteger(months) || months < 1 || months > 600)
    throw new FaultError(fault('validation', `months must be a whole number from 1 to 600, not ${months}`));
  for (const [index, { month }] of history.entries()) {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
      throw new FaultError(fault('validation', `month ${index + 1} of the history is "${month}", not YYYY-MM`));
    const before = history[index - 1];
    if (before !== undefined && numberOf(month) !== numberOf(before.month) + 1)
      throw new FaultError(fault('validation', `${month} does not follow ${before.month}: fill in the months between`));
  }
}

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const nameOf = (number: number): string => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
const monthOfYear = (month: MonthOfMoney | undefined): string => month?.month.slice(5) ?? '';
