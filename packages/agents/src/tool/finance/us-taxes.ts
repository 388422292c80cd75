import { fault, FaultError } from '@batonhq/core';
import { usTaxTable, type Filing, type TaxTable } from './tax-table.ts';

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

/** Every figure of a table that {@link taxesOf} works with, with its source, for the report that shows them. */
export function taxAssumptions(table: TaxTable): readonly TaxAssumption[] {
  const { brackets, standardDeduction, selfEmployment, businessDeduction, sources } = table;
  const shown = brackets.single.map(([, rate]) => percent(rate));
  return [
    {
      name: 'income tax brackets',
      value: `${shown[0] ?? ''} to ${shown.at(-1) ?? ''} per cent, of ${table.year}`,
      source: sources.brackets,
    },
    {
      name: 'standard deduction',
      value: `${plain(standardDeduction.single)} single, ${plain(standardDeduction.married)} married filing jointly`,
      source: sources.standardDeduction,
    },
    {
      name: 'self-employment tax',
      value: `${percent(selfEmployment.pension)} per cent up to ${plain(selfEmployment.base)} and ${percent(selfEmployment.health)} per cent, of ${percent(selfEmployment.share)} per cent of the profit`,
      source: sources.selfEmployment,
    },
    { name: 'half of it deducted', value: '50 per cent of the self-employment tax', source: 'IRC section 164(f)' },
    {
      name: 'qualified business income',
      value: `${percent(businessDeduction)} per cent deducted, at most so much of the taxable income`,
      source: sources.businessDeduction,
    },
  ];
}

/** What an estimate rests on, in a sentence for people. */
export function taxBasis({ country, year, checked }: TaxTable): string {
  const when = checked === undefined ? '' : `, last compared with their sources on ${checked}`;
  return `An estimate by the tables of ${country} for ${year}${when}. They are assumptions, not advice: a file taxes.yaml in the workspace takes their place.`;
}

function percent(rate: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(rate * 100);
}

function plain(amount: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format(amount);
}

/**
 * Federal income tax, self-employment tax, and a flat share for state and city, by the newest table unless another one is given. No credits, no other
 * income, no dependants, no higher-income limits of section 199A: an estimate to plan with, not a return.
 *
 * @throws {FaultError} validation, for a negative income or a share that is none.
 * @example
 * ```ts
 * import { taxesOf } from '@batonhq/agents/workspace';
 *
 * console.log(taxesOf({ income: 60_000, filing: 'single', stateRate: 0, isSelfEmployed: false }).incomeTax);
 * ```
 */
export function taxesOf(
  { income, filing, stateRate, isSelfEmployed }: TaxedYear,
  table: TaxTable = usTaxTable(),
): Taxes {
  if (income < 0 || stateRate < 0 || stateRate >= 0.5)
    throw new FaultError(fault('validation', 'income must not be negative, and stateRate is from 0 to below 0.5'));
  const own = isSelfEmployed ? selfEmploymentTax(income, table) : 0;
  const adjusted = Math.max(0, income - own / 2);
  const before = Math.max(0, adjusted - table.standardDeduction[filing]);
  const deduction = isSelfEmployed ? table.businessDeduction * Math.min(adjusted, before) : 0;
  const taxable = before - deduction;
  const incomeTax = Math.round(taxIn(taxable, table.brackets[filing]));
  const stateTax = Math.round(before * stateRate);
  const total = incomeTax + own + stateTax;
  return {
    incomeTax,
    selfEmploymentTax: own,
    stateTax,
    total,
    net: Math.round(income - total),
    effectiveRate: income === 0 ? 0 : total / income,
    marginalRate: table.brackets[filing].find(([until]) => taxable < (until ?? Infinity))?.[1] ?? 0,
  };
}

/** The share of a withdrawal that taxes take when so much of it is to be left, found by halving. */
export function withdrawalRate(
  need: number,
  { filing, stateRate }: Pick<TaxedYear, 'filing' | 'stateRate'>,
  table: TaxTable = usTaxTable(),
): number {
  if (need <= 0) return 0;
  let low = need;
  let high = need * 3;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (taxesOf({ income: middle, filing, stateRate, isSelfEmployed: false }, table).net < need) low = middle;
    else high = middle;
  }
  return 1 - need / high;
}

function selfEmploymentTax(profit: number, { selfEmployment }: TaxTable): number {
  const { share, pension, health, base } = selfEmployment;
  const counted = profit * share;
  return Math.round(Math.min(counted, base) * pension + counted * health);
}

function taxIn(taxable: number, brackets: TaxTable['brackets'][Filing]): number {
  let tax = 0;
  let from = 0;
  for (const [end, rate] of brackets) {
    const until = end ?? Infinity;
    tax += Math.max(0, Math.min(taxable, until) - from) * rate;
    from = until;
  }
  return tax;
}
