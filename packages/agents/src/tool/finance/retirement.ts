import { fault, FaultError } from '@batonhq/core';
import { SeededNormal } from './seeded-normal.ts';

/** What the years may bring, per year, as fractions. */
export interface MarketAssumptions {
  /** Arithmetic mean of the yearly return of shares, before inflation. */
  readonly shareReturn: number;
  readonly shareVolatility: number;
  readonly bondReturn: number;
  readonly bondVolatility: number;
  readonly inflation: number;
  readonly inflationVolatility: number;
  /** Yearly costs of funds, as a share of the capital. */
  readonly fees: number;
}

/**
 * Rounded from the record of the United States since 1928, with shares taken 3 points and bonds 1 point lower than their
 * past mean, because no one earns an index without costs and past winners are a selected sample. They are assumptions,
 * not forecasts: whoever plans should replace them, and reports must show them.
 */
export const cautiousMarkets: MarketAssumptions = {
  shareReturn: 0.085,
  shareVolatility: 0.195,
  bondReturn: 0.038,
  bondVolatility: 0.08,
  inflation: 0.03,
  inflationVolatility: 0.018,
  fees: 0.004,
};

/** Someone's plan; money in whole units of the currency, of today's worth. */
export interface RetirementPlan {
  readonly age: number;
  readonly retireAt: number;
  /** The age until which the money has to last. */
  readonly lastsUntil: number;
  readonly capital: number;
  /** Put aside per year until retirement, growing with inflation. */
  readonly yearlySaving: number;
  /** Needed per year from retirement on, growing with inflation, before other income. */
  readonly yearlyNeed: number;
  /** Pensions and the like, per year, growing with inflation. */
  readonly otherIncome?: number;
  /** Age from which `otherIncome` is paid; `retireAt` by default. */
  readonly otherIncomeFrom?: number;
  /** Share of the capital in shares, 0 to 1; the rest is in bonds. */
  readonly shares: number;
  /** Kept aside and not counted, per plan: an emergency fund. */
  readonly reserve?: number;
}

/** What becomes of a plan in many possible futures. Money is of today's worth. */
export interface RetirementOutlook {
  /** Share of futures in which the money lasts. */
  readonly success: number;
  /** Half the width of the 95 % interval of `success`, by the number of futures. */
  readonly uncertainty: number;
  /** Capital at retirement in bad (10 %), middling (50 %) and good (90 %) futures. */
  readonly atRetirement: { readonly p10: number; readonly p50: number; readonly p90: number };
  readonly atEnd: { readonly p10: number; readonly p50: number; readonly p90: number };
  /** The age at which the money ends in the futures where it does, in the middle of them; null where it always lasts. */
  readonly endsAt: number | null;
  /** The most that could be spent per year with success in 90 % of futures. */
  readonly sustainableNeed: number;
  readonly futures: number;
  readonly assumptions: MarketAssumptions;
  readonly method: string;
}

/** What a simulation is made with. */
export interface OutlookOptions {
  /** The same seed gives the same outlook. */
  readonly seed: string;
  /** Futures to draw, 5,000 by default. */
  readonly futures?: number;
  readonly markets?: MarketAssumptions;
}

/** One year of one future: growth of the capital after inflation. */
type Future = Float64Array;

/**
 * A retirement plan in many possible futures (Monte Carlo): independent years, lognormal returns of shares and bonds, a
 * portfolio put back to its shares every year, saving and spending at the beginning of each year, everything after
 * inflation. Taxes are not part of it: give needs before tax.
 *
 * @throws {FaultError} validation, for plans that make no sense.
 * @example
 * ```ts
 * import { retirementOutlook } from '@batonhq/agents/workspace';
 *
 * const plan = { age: 38, retireAt: 55, lastsUntil: 92, capital: 180_000, yearlySaving: 30_000, yearlyNeed: 48_000, shares: 0.6 };
 * const { success } = retirementOutlook(plan, { seed: 'bakery' });
 * console.log(`${Math.round(success * 100)} %`);
 * ```
 */
export function retirementOutlook(plan: RetirementPlan, options: OutlookOptions): RetirementOutlook {
  check(plan);
  const { seed, futures: count = 5_000, markets = cautiousMarkets } = options;
  const years = Math.ceil(plan.lastsUntil - plan.age);
  const normal = new SeededNormal(seed);
  const drawn = Array.from({ length: count }, () => drawFuture(years, { plan, markets, normal }));
  const lives = drawn.map((future) => live(plan, future));
  const lasting = lives.filter(({ endsAt }) => endsAt === null).length;
  const success = lasting / count;
  const ends = lives.flatMap(({ endsAt }) => endsAt ?? []);
  return {
    success,
    uncertainty: 1.96 * Math.sqrt((success * (1 - success)) / count),
    atRetirement: spread(lives.map(({ atRetirement }) => atRetirement)),
    atEnd: spread(lives.map(({ atEnd }) => atEnd)),
    endsAt: ends.length === 0 ? null : quantile(ends, 0.5),
    sustainableNeed: sustainable(plan, drawn),
    futures: count,
    assumptions: markets,
    method: 'Monte Carlo with independent lognormal years, rebalanced yearly, in money of today, before tax',
  };
}

function drawFuture(
  years: number,
  {
    plan,
    markets,
    normal,
  }: { readonly plan: RetirementPlan; readonly markets: MarketAssumptions; readonly normal: SeededNormal },
): Future {
  const growth = new Float64Array(years);
  for (let year = 0; year < years; year += 1) {
    const share = lognormal(markets.shareReturn, markets.shareVolatility, normal.next());
    const bond = lognormal(markets.bondReturn, markets.bondVolatility, normal.next());
    const inflation = 1 + markets.inflation + markets.inflationVolatility * normal.next();
    growth[year] = ((plan.shares * share + (1 - plan.shares) * bond) * (1 - markets.fees)) / Math.max(0.9, inflation);
  }
  return growth;
}

/** Growth by a year whose return has this mean and deviation. */
function lognormal(mean: number, deviation: number, drawn: number): number {
  const variance = Math.log(1 + (deviation / (1 + mean)) ** 2);
  return Math.exp(Math.log(1 + mean) - variance / 2 + Math.sqrt(variance) * drawn);
}

function live(
  plan: RetirementPlan,
  future: Future,
): { readonly atRetirement: number; readonly atEnd: number; readonly endsAt: number | null } {
  let capital = plan.capital - (plan.reserve ?? 0);
  let atRetirement = plan.age >= plan.retireAt ? capital : 0;
  let endsAt: number | null = null;
  for (const [year, growth] of future.entries()) {
    const age = plan.age + year;
    if (age < plan.retireAt) capital += plan.yearlySaving;
    else capital -= plan.yearlyNeed - (age >= (plan.otherIncomeFrom ?? plan.retireAt) ? (plan.otherIncome ?? 0) : 0);
    if (capital < 0) endsAt ??= age;
    capital = Math.max(0, capital) * growth;
    if (age < plan.retireAt && age + 1 >= plan.retireAt) atRetirement = capital;
  }
  return { atRetirement, atEnd: capital, endsAt };
}

/** By halving: success falls as the need rises. */
function sustainable(plan: RetirementPlan, futures: readonly Future[]): number {
  const isEnough = (yearlyNeed: number): boolean =>
    futures.filter((future) => live({ ...plan, yearlyNeed }, future).endsAt === null).length >= 0.9 * futures.length;
  let low = 0;
  let high = Math.max(plan.yearlyNeed, 1);
  while (isEnough(high) && high < 1e12) high *= 2;
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) low = middle;
    else high = middle;
  }
  return Math.floor(low);
}

function spread(values: readonly number[]): RetirementOutlook['atEnd'] {
  return { p10: quantile(values, 0.1), p50: quantile(values, 0.5), p90: quantile(values, 0.9) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
}

function check(plan: RetirementPlan): void {
  const { age, retireAt, lastsUntil, shares } = plan;
  const money = [plan.capital, plan.yearlySaving, plan.yearlyNeed, plan.otherIncome ?? 0, plan.reserve ?? 0];
  const rules: readonly (readonly [boolean, string])[] = [
    [age >= 16 && age < lastsUntil && lastsUntil <= 120, 'age must be from 16 to below lastsUntil, at most 120'],
    [retireAt > 0 && retireAt < lastsUntil, 'retireAt must lie before lastsUntil'],
    [shares >= 0 && shares <= 1, 'shares must be from 0 to 1'],
    [money.every((amount) => amount >= 0 && amount < 1e15), 'money must not be negative'],
  ];
  const wrong = rules.find(([holds]) => !holds);
  if (wrong !== undefined) throw new FaultError(fault('validation', wrong[1]));
}
