import { fault, FaultError } from '@batonhq/core';

/** A loan. Money is in the smallest unit of its currency (cents, agorot), because cents do not survive fractions. */
export interface Loan {
  /** Borrowed, in cents; a positive integer. */
  readonly principal: number;
  /** Per year, as a fraction: 0.06 is six per cent; nominal, compounded monthly. */
  readonly annualRate: number;
  /** Number of monthly payments, 1 to 1,200. */
  readonly months: number;
}

/** One monthly payment, in cents. */
export interface Payment {
  readonly month: number;
  readonly payment: number;
  readonly interest: number;
  readonly principal: number;
  readonly balance: number;
}

/** What a loan costs. */
export interface Amortisation {
  readonly payment: number;
  readonly totalInterest: number;
  readonly schedule: readonly Payment[];
}

/**
 * The schedule of a loan with equal monthly payments (annuity).
 *
 * The payment is rounded to a cent and the last one settles what rounding left, so the balance ends at exactly zero and
 * the principal parts add up to the loan.
 *
 * @throws {FaultError} validation, when the loan makes no sense.
 * @example
 * ```ts
 * import { amortise } from '@batonhq/agents/workspace';
 *
 * const { payment } = amortise({ principal: 10_000_000, annualRate: 0.06, months: 360 });
 * console.log(payment / 100); // 599.55
 * ```
 */
export function amortise(loan: Loan): Amortisation {
  check(loan);
  const { principal, annualRate, months } = loan;
  const rate = annualRate / 12;
  const growth = (1 + rate) ** months;
  const payment = Math.round(rate === 0 ? principal / months : (principal * rate * growth) / (growth - 1));
  const schedule: Payment[] = [];
  let balance = principal;
  for (let month = 1; month <= months; month += 1) {
    const interest = Math.round(balance * rate);
    const isLast = month === months;
    const paid = isLast ? balance + interest : Math.min(payment, balance + interest);
    balance -= paid - interest;
    schedule.push({ month, payment: paid, interest, principal: paid - interest, balance });
  }
  return { payment, totalInterest: schedule.reduce((sum, { interest }) => sum + interest, 0), schedule };
}

function check({ principal, annualRate, months }: Loan): void {
  if (!Number.isSafeInteger(principal) || principal <= 0)
    throw invalid('principal', 'a positive whole number of cents', principal);
  if (!(annualRate >= 0 && annualRate < 1)) throw invalid('annualRate', 'a fraction from 0 to below 1', annualRate);
  if (!Number.isInteger(months) || months < 1 || months > 1_200)
    throw invalid('months', 'a whole number from 1 to 1,200', months);
}

function invalid(name: string, expected: string, found: number): FaultError {
  return new FaultError(fault('validation', `${name} must be ${expected}, not ${found}`));
}
