import { accountText, fault, microUnits, type BudgetRefusal, type Fault, type Measure } from '@batonhq/core';

/** The fault of a call that may not be made for its cost: who cannot pay, what the cap is, what is used, what is needed. */
export function budgetFault(refusal: BudgetRefusal, { of, currency }: Paid): Fault {
  return fault('budget', textOf(refusal, { of, currency }));
}

/** True for what does not fit now and would if nothing of what is reserved were spent. */
export function mayFitLater(refusal: BudgetRefusal | null): boolean {
  return refusal?.why === 'cap' && refusal.spent + refusal.wanted <= refusal.cap;
}

/** What was to be paid. */
interface Paid {
  readonly of: string;
  readonly currency: string;
}

function textOf(refusal: BudgetRefusal, { of, currency }: Paid): string {
  if (refusal.why === 'currency')
    return `${of} has its price in ${refusal.got}, and this tenant counts money in ${refusal.expected}: give prices in ${refusal.expected}`;
  const whose = accountText(refusal.account);
  if (refusal.why === 'price')
    return `the price of ${refusal.of} is not known, and ${whose} has a limit of money: add it to the table of prices`;
  const { measure, cap, spent, reserved, wanted, per } = refusal;
  const told = (value: number): string => amountText(measure, value, currency);
  const period = per === null ? '' : ` a ${per}`;
  return `${whose} may spend ${told(cap)}${period}: ${told(spent)} are spent, ${told(reserved)} reserved, and ${of} may need ${told(wanted)}`;
}

/** An amount with its unit, as people read it: `2.50 USD`, `1,200 tokens`, `3 calls`, `90 s`. */
export function amountText(measure: Measure, value: number, currency: string): string {
  if (measure === 'money') return `${moneyText(value)} ${currency}`;
  if (measure === 'time') return `${value / 1_000} s`;
  return `${value.toLocaleString('en')} ${measure}`;
}

/** Millionths of a unit in units, with as many decimals as matter and two at least. */
function moneyText(value: number): string {
  const exact = (value / microUnits).toFixed(6);
  return exact.replace(/0{1,4}$/, '');
}
