/** Figures people decide by: against closed forms, laws that must hold, and history with a known answer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amortise,
  cautiousMarkets,
  forecastCashFlow,
  retirementOutlook,
  type RetirementPlan,
} from '../src/workspace.ts';
import { SeededNormal } from '../src/tool/finance/seeded-normal.ts';

describe('amortisation', () => {
  test('a known loan: 100,000 at 6 % over 30 years costs 599.55 a month', () => {
    const { payment, totalInterest, schedule } = amortise({ principal: 10_000_000, annualRate: 0.06, months: 360 });
    expect(payment).toBe(59_955);
    expect(schedule[0]).toEqual({ month: 1, payment: 59_955, interest: 50_000, principal: 9_955, balance: 9_990_045 });
    expect(totalInterest / 100).toBeCloseTo(115_838, -1);
  });

  test('whatever the loan, its principal parts add up to it and the balance ends at zero', () => {
    const loans = fc.record({
      principal: fc.integer({ min: 1, max: 1e12 }),
      annualRate: fc.double({ min: 0, max: 0.9, noNaN: true }),
      months: fc.integer({ min: 1, max: 600 }),
    });
    fc.assert(
      fc.property(loans, (loan) => {
        const { schedule } = amortise(loan);
        expect(schedule.reduce((sum, { principal }) => sum + principal, 0)).toBe(loan.principal);
        expect(schedule.at(-1)?.balance).toBe(0);
        expect(schedule.every(({ payment, interest, principal }) => payment === interest + principal)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test.for([
    [{ principal: 0.5, annualRate: 0, months: 1 }, /principal must be a positive whole number of cents, not 0.5/],
    [{ principal: 1, annualRate: 6, months: 1 }, /annualRate must be a fraction/],
    [{ principal: 1, annualRate: 0, months: 0 }, /months must be a whole number from 1 to 1,200/],
  ] as const)('%o is refused', ([loan, reason]) => {
    expect(() => amortise(loan)).toThrow(reason);
  });
});

describe('cash flow', () => {
  const monthsFrom = (count: number, net: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => {
      const month = `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
      return { month, income: 1_000_000 + net(index), expenses: 1_000_000 };
    });

  test('a straight line goes on as it was, with no doubt', () => {
    const { months, trend } = forecastCashFlow(
      monthsFrom(12, (index) => index * 1_000),
      { months: 3, balance: 0 },
    );
    expect(trend).toBe(1_000);
    expect(months).toEqual([
      { month: '2024-01', net: 12_000, low: 12_000, high: 12_000, balance: 12_000 },
      { month: '2024-02', net: 13_000, low: 13_000, high: 13_000, balance: 25_000 },
      { month: '2024-03', net: 14_000, low: 14_000, high: 14_000, balance: 39_000 },
    ]);
  });

  test('one month that went wrong bends nothing', () => {
    const history = monthsFrom(18, (index) => (index === 7 ? -50_000_000 : 20_000));
    expect(forecastCashFlow(history, { months: 1, balance: 0 }).months[0]?.net).toBe(20_000);
  });

  test('two years show the months of the year', () => {
    const history = monthsFrom(36, (index) => (index % 12 === 11 ? 90_000 : 10_000));
    const { months, method } = forecastCashFlow(history, { months: 12, balance: 0 });
    expect(months.at(-1)).toMatchObject({ month: '2026-12', net: 90_000 });
    expect(months[0]).toMatchObject({ net: 10_000 });
    expect(method).toContain('months of the year');
  });

  test('says how long the money lasts when it goes as badly as it did', () => {
    const history = monthsFrom(12, () => -100_000);
    expect(forecastCashFlow(history, { months: 12, balance: 450_000 }).runway).toBe(5);
    expect(forecastCashFlow(history, { months: 3, balance: 450_000 }).runway).toBeNull();
  });

  test('a gap in the months is refused by name', () => {
    const history = monthsFrom(4, () => 0).toSpliced(2, 1);
    expect(() => forecastCashFlow(history, { months: 1, balance: 0 })).toThrow(/2023-04 does not follow 2023-02/);
  });
});

describe('retirement', () => {
  const plan: RetirementPlan = {
    age: 40,
    retireAt: 55,
    lastsUntil: 90,
    capital: 200_000,
    yearlySaving: 30_000,
    yearlyNeed: 40_000,
    shares: 0.6,
  };
  const certain = {
    ...cautiousMarkets,
    shareReturn: 0.05,
    shareVolatility: 0,
    bondReturn: 0.05,
    bondVolatility: 0,
    inflation: 0,
    inflationVolatility: 0,
    fees: 0,
  };

  test('without chance it is compound interest', () => {
    const { atRetirement, success, uncertainty } = retirementOutlook(plan, {
      seed: 's',
      futures: 10,
      markets: certain,
    });
    const grown = 1.05 ** 15;
    expect(atRetirement.p50).toBe(Math.round(200_000 * grown + 30_000 * 1.05 * ((grown - 1) / 0.05)));
    expect([success, uncertainty]).toEqual([1, 0]);
  });

  test('what is spent without chance is the annuity the capital pays', () => {
    const retired = { ...plan, age: 60, retireAt: 60, lastsUntil: 90, capital: 500_000 };
    const { sustainableNeed } = retirementOutlook(retired, { seed: 's', futures: 10, markets: certain });
    const annuityDue = (500_000 * 0.05) / (1 - 1.05 ** -30) / 1.05;
    expect(Math.abs(sustainableNeed - annuityDue)).toBeLessThan(2);
  });

  test('the same seed gives the same outlook; another one gives nearly the same', () => {
    const first = retirementOutlook(plan, { seed: 'a', futures: 2_000 });
    expect(retirementOutlook(plan, { seed: 'a', futures: 2_000 })).toEqual(first);
    const other = retirementOutlook(plan, { seed: 'b', futures: 2_000 });
    expect(Math.abs(other.success - first.success)).toBeLessThan(0.05);
    expect(other.atEnd).not.toEqual(first.atEnd);
  });

  test('needing more never helps, saving more never hurts, a reserve is not spent', () => {
    const successOf = (change: Partial<RetirementPlan>): number =>
      retirementOutlook({ ...plan, ...change }, { seed: 'laws', futures: 500 }).success;
    const byNeed = [20_000, 40_000, 60_000, 90_000].map((yearlyNeed) => successOf({ yearlyNeed }));
    expect(byNeed).toEqual(byNeed.toSorted((left, right) => right - left));
    expect(byNeed[0]).toBeGreaterThan(byNeed[3] ?? 1);
    expect(successOf({ yearlySaving: 60_000 })).toBeGreaterThanOrEqual(successOf({}));
    expect(successOf({ reserve: 50_000 })).toBeLessThanOrEqual(successOf({}));
  });

  test('the numbers drawn are standard normal', () => {
    const normal = new SeededNormal('n');
    const drawn = Array.from({ length: 20_000 }, () => normal.next());
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(drawn.filter((value) => Math.abs(value) > 1.96).length / drawn.length).toBeCloseTo(0.05, 1);
  });

  test('a plan that makes no sense is refused with the reason', () => {
    expect(() => retirementOutlook({ ...plan, shares: 2 }, { seed: 's' })).toThrow(/shares must be from 0 to 1/);
    expect(() => retirementOutlook({ ...plan, age: 95 }, { seed: 's' })).toThrow(/below lastsUntil/);
  });
});
