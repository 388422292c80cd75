import { fault, FaultError } from '@batonhq/core';

/** How somebody files in the United States. */
export type Filing = 'single' | 'married';

/** What is taxed in a year; money in whole dollars. */
export interface TaxedYear {
  /** Profit of the business before anything the owner takes out, or wages. */
  readonly income: number;
  readonly filing: Filing;
  /** Of state and city together, a flat share: a round figure for what differs from place to place. */
  readonly stateRate: number;
  readonly isSelfEmployed: boolean;
}

/** What is left of it. */
export interface Taxes {
  readonly incomeTax: number;
  readonly selfEmploymentTax: number;
  readonly stateTax: number;
  readonly total: number;
  readonly net: number;
  /** Of the whole income, as a fraction. */
  readonly effectiveRate: number;
  /** Of the next dollar of income tax, as a fraction. */
  readonly marginalRate: number;
}

/** A figure of the law, and where it stands. */
export type TaxAssumption = { readonly name: string; readonly value: string; readonly source: string };

/** The tax year that the table is of. */
export const taxYear = 2025;

interface Bracket {
  readonly until: number;
  readonly rate: number;
}

const rates = [0.1, 0.12, 0.22, 0.24, 0.32, 0.35, 0.37];
const ends: Readonly<Record<Filing, readonly number[]>> = {
  single: [11_925, 48_475, 103_350, 197_300, 250_525, 626_350, Infinity],
  married: [23_850, 96_950, 206_700, 394_600, 501_050, 751_600, Infinity],
};
const standardDeduction: Readonly<Record<Filing, number>> = { single: 15_750, married: 31_500 };
const selfEmployment = { share: 0.9235, pension: 0.124, health: 0.029, base: 176_100 };
const businessDeduction = 0.2;

/** Every figure that {@link taxesOf} works with, with its source, for the report that shows them. */
export const taxAssumptions: readonly TaxAssumption[] = [
  { name: 'income tax brackets', value: '10 to 37 per cent', source: 'IRS Rev. Proc. 2024-40, section 2.01' },
  {
    name: 'standard deduction',
    value: '15,750 single, 31,500 married filing jointly',
    source: 'Public Law 119-21, section 70102',
  },
  {
    name: 'self-employment tax',
    value: '12.4 per cent up to 176,100 and 2.9 per cent, of 92.35 per cent of the profit',
    source: 'IRC sections 1401 and 1402(a)(12); Social Security Administration, wage base of 2025',
  },
  {
    name: 'half of it deducted',
    value: '50 per cent of the self-employment tax',
    source: 'IRC section 164(f)',
  },
  {
    name: 'qualified business income',
    value: '20 per cent deducted, at most 20 per cent of the taxable income',
    source: 'IRC section 199A',
  },
];

/**
 * Federal income tax of {@link taxYear}, self-employment tax, and a flat share for state and city. No credits, no other
 * income, no dependants, no higher-income limits of section 199A: an estimate to plan with, not a return.
 *
 * @throws {FaultError} validation, for a negative income or a share that is none.
 * @example
 * ```ts
 * import { taxesOf } from '@batonhq/agents/workspace';
 *
 * console.log(taxesOf({ income: 60_000, filing: 'single', stateRate: 0, isSelfEmployed: false }).incomeTax); // 5072
 * ```
 */
export function taxesOf({ income, filing, stateRate, isSelfEmployed }: TaxedYear): Taxes {
  if (income < 0 || stateRate < 0 || stateRate >= 0.5)
    throw new FaultError(fault('validation', 'income must not be negative, and stateRate is from 0 to below 0.5'));
  const own = isSelfEmployed ? selfEmploymentTax(income) : 0;
  const adjusted = Math.max(0, income - own / 2);
  const before = Math.max(0, adjusted - standardDeduction[filing]);
  const deduction = isSelfEmployed ? businessDeduction * Math.min(adjusted, before) : 0;
  const taxable = before - deduction;
  const incomeTax = Math.round(taxIn(taxable, filing));
  const stateTax = Math.round(before * stateRate);
  const total = incomeTax + own + stateTax;
  return {
    incomeTax,
    selfEmploymentTax: own,
    stateTax,
    total,
    net: Math.round(income - total),
    effectiveRate: income === 0 ? 0 : total / income,
    marginalRate: bracketsOf(filing).find(({ until }) => taxable < until)?.rate ?? 0,
  };
}

/** The share of a withdrawal that taxes take when so much of it is to be left, found by halving. */
export function withdrawalRate(need: number, { filing, stateRate }: Pick<TaxedYear, 'filing' | 'stateRate'>): number {
  if (need <= 0) return 0;
  let low = need;
  let high = need * 3;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (taxesOf({ income: middle, filing, stateRate, isSelfEmployed: false }).net < need) low = middle;
    else high = middle;
  }
  return 1 - need / high;
}

function selfEmploymentTax(profit: number): number {
  const { share, pension, health, base } = selfEmployment;
  const counted = profit * share;
  return Math.round(Math.min(counted, base) * pension + counted * health);
}

function taxIn(taxable: number, filing: Filing): number {
  let tax = 0;
  let from = 0;
  for (const { until, rate } of bracketsOf(filing)) {
    tax += Math.max(0, Math.min(taxable, until) - from) * rate;
    from = until;
  }
  return tax;
}

function bracketsOf(filing: Filing): readonly Bracket[] {
  return rates.map((rate, index) => ({ rate, until: ends[filing][index] ?? Infinity }));
}
