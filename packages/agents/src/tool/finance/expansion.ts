import { fault, FaultError } from '@batonhq/core';
import { amortise } from './amortise.ts';

/** How somebody wants to open further shops; money in whole units. */
export interface ExpansionPlan {
  /** What the business leaves per month today, after everything its owner takes out. */
  readonly monthlyNet: number;
  /** Shops today, and in the end. */
  readonly current: number;
  readonly locations: number;
  readonly openingCost: number;
  /** Months until a new shop earns what an old one does. */
  readonly rampMonths: number;
  /** Of the opening cost, paid out of the cash; the rest is a loan. */
  readonly ownShare: number;
  readonly loanRate: number;
  readonly loanMonths: number;
  readonly cash: number;
  /** What the cash must never fall below. */
  readonly reserve: number;
  /** Months between two openings at least. */
  readonly gap: number;
}

/** A shop that opens; months count from 1. */
export interface Opening {
  readonly shop: number;
  readonly month: number;
  readonly own: number;
  readonly loan: number;
  readonly payment: number;
}

/** What becomes of the cash. */
export interface ExpansionOutlook {
  readonly openings: readonly Opening[];
  readonly months: readonly { readonly month: number; readonly net: number; readonly cash: number }[];
  readonly lowestCash: number;
  readonly lowestMonth: number;
  /** Per month, when every shop earns what the first one does; loans still paid. */
  readonly netWhenRipe: number;
  /** Months until what one new shop earned has paid for its opening; null when it never does. */
  readonly payback: number | null;
  /** True when all shops can open within the horizon without touching the reserve. */
  readonly isFundable: boolean;
}

/** Months looked at. */
const horizon = 84;

/** A new shop earns this share of what an old one does when it is ripe: the second-best place is not the best. */
export const ripeShare = 0.9;

/** What a new shop loses in its first month, as a share of what it earns when it is ripe. */
export const firstLoss = 0.5;

/**
 * Opens shops one after the other, each as soon as the cash pays its own share and leaves the reserve, not sooner than
 * `gap` months after the one before, and follows the cash month by month over seven years. A new shop starts with a loss
 * and ramps up in a straight line; no growth of the old ones, no inflation.
 *
 * @throws {FaultError} validation, for plans that make no sense.
 */
export function expansionOutlook(plan: ExpansionPlan): ExpansionOutlook {
  check(plan);
  const ripe = (plan.monthlyNet / plan.current) * ripeShare;
  const borrowed = Math.round(plan.openingCost * (1 - plan.ownShare));
  const loan = borrowed === 0 ? 0 : paymentOf(borrowed, plan);
  const openings: Opening[] = [];
  const months: { month: number; net: number; cash: number }[] = [];
  let cash = plan.cash;
  for (let month = 1; month <= horizon; month += 1) {
    if (opensIn(month, { plan, openings, cash })) {
      const own = plan.openingCost - borrowed;
      cash -= own;
      openings.push({ shop: plan.current + openings.length + 1, month, own, loan: borrowed, payment: loan });
    }
    const shops = openings.map(({ month: from }) => ripe * rampAt(month - from, plan.rampMonths));
    const paid = openings.filter(({ month: from }) => month - from < plan.loanMonths).length * loan;
    const net = plan.monthlyNet + shops.reduce((sum, one) => sum + one, 0) - paid;
    cash += net;
    months.push({ month, net: Math.round(net), cash: Math.round(cash) });
  }
  const lowest = months.reduce((least, one) => (one.cash < least.cash ? one : least));
  return {
    openings,
    months,
    lowestCash: lowest.cash,
    lowestMonth: lowest.month,
    netWhenRipe: Math.round(plan.monthlyNet + (plan.locations - plan.current) * (ripe - loan)),
    payback: paybackOf({ ripe, plan }),
    isFundable: openings.length === plan.locations - plan.current && lowest.cash >= plan.reserve,
  };
}

interface Standing {
  readonly plan: ExpansionPlan;
  readonly openings: readonly Opening[];
  readonly cash: number;
}

function opensIn(month: number, { plan, openings, cash }: Standing): boolean {
  if (openings.length >= plan.locations - plan.current) return false;
  const last = openings.at(-1);
  const earliest = last === undefined ? 1 : last.month + plan.gap;
  const early = plan.rampMonths * (plan.monthlyNet / plan.current) * ripeShare * (firstLoss / 2);
  return month >= earliest && cash - plan.openingCost * plan.ownShare - early >= plan.reserve;
}

/** What a shop earns, as a share of what it earns when it is ripe. */
function rampAt(age: number, rampMonths: number): number {
  return age >= rampMonths ? 1 : -firstLoss + (1 + firstLoss) * (age / rampMonths);
}

function paymentOf(principal: number, { loanRate, loanMonths }: ExpansionPlan): number {
  return amortise({ principal: principal * 100, annualRate: loanRate, months: loanMonths }).payment / 100;
}

function paybackOf({ ripe, plan }: { readonly ripe: number; readonly plan: ExpansionPlan }): number | null {
  let earned = 0;
  for (let age = 0; age < 240; age += 1) {
    earned += ripe * rampAt(age, plan.rampMonths);
    if (earned >= plan.openingCost) return age + 1;
  }
  return null;
}

function check({ current, locations, openingCost, ownShare, rampMonths, gap }: ExpansionPlan): void {
  const rules: readonly (readonly [boolean, string])[] = [
    [
      current >= 1 && locations > current && locations - current <= 20,
      'locations must be more than current, by at most 20',
    ],
    [openingCost > 0, 'openingCost must be above zero'],
    [ownShare >= 0 && ownShare <= 1, 'ownShare must be from 0 to 1'],
    [rampMonths >= 1 && gap >= 1, 'rampMonths and gap must be at least one month'],
  ];
  const wrong = rules.find(([holds]) => !holds);
  if (wrong !== undefined) throw new FaultError(fault('validation', wrong[1]));
}
