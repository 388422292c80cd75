import type { Fact } from '../event/fact.ts';
import { assert } from '../kernel/assert.ts';
import type { JsonObject } from '../kernel/json.ts';
import { amountsToJson, areAmounts, capsToJson, excess, plus, type Amounts } from './amounts.ts';
import { openAccount, type Account, type BudgetState } from './budget-state.ts';
import type { BudgetRefusal, BudgetTrigger, CallCost, Payer } from './budget-trigger.ts';
import { budgetFactVersion, evolveBudget } from './evolve-budget.ts';
import { periodStart } from './period.ts';

/** What a trigger comes to: facts to record, and for a reservation what was granted or why it is refused. */
export interface BudgetDecision {
  readonly state: BudgetState;
  readonly facts: readonly Fact[];
  readonly granted: Granted | null;
  readonly refusal: BudgetRefusal | null;
}

/** A reservation, and what was set aside: its time may be less than was asked for. */
export interface Granted {
  readonly reservation: string;
  readonly amounts: Amounts;
}

/** Milliseconds below which a call is not worth beginning. */
const leastTime = 1_000;

/**
 * Decides about spending. Pure.
 *
 * A reservation is granted when its worst case fits into every account that pays; then no sum of calls, whatever dies in
 * between, can exceed a cap by more than a provider charges beyond the worst case it was asked for. Repeating a trigger
 * changes nothing twice.
 */
export function decideBudget(state: BudgetState, trigger: BudgetTrigger): BudgetDecision {
  const deciding = new Deciding(state, trigger.at);
  switch (trigger.kind) {
    case 'cap':
      return cap(deciding, trigger);
    case 'reserve':
      return reserve(deciding, trigger);
    case 'settle':
      assert(areAmounts(trigger.spent), 'what is spent is whole numbers');
      deciding.settle(trigger.reservation, trigger.spent);
      break;
    case 'forfeit':
      deciding.forfeit(trigger.reservation);
      break;
    case 'close':
      for (const name of belonging(deciding.state, trigger.account)) deciding.close(name);
      break;
  }
  return deciding.result();
}

function cap(
  deciding: Deciding,
  { account, caps, per, by, currency }: BudgetTrigger & { readonly kind: 'cap' },
): BudgetDecision {
  const refusal = otherCurrency(deciding.state, currency);
  if (refusal !== null) return deciding.refuse(refusal);
  const more = { ...(by !== undefined && { by }) };
  if (caps === null) {
    if (deciding.account(account).isSet) deciding.record('budget.uncapped', { account, ...more });
    return deciding.result();
  }
  assert(areAmounts(caps), 'caps are whole numbers');
  const period = per === undefined ? {} : { per, since: periodStart(per, deciding.at) };
  const money = currency === undefined ? {} : { currency };
  deciding.record('budget.capped', { account, caps: capsToJson(caps), ...period, ...money, ...more });
  return deciding.result();
}

function reserve(deciding: Deciding, cost: CallCost): BudgetDecision {
  assert(areAmounts(cost.amounts), 'what is reserved is whole numbers');
  deciding.wanted = new Set(cost.accounts.map(({ account }) => account));
  for (const id of deciding.state.reservations.keys()) if (callOf(id) === cost.call) deciding.forfeit(id);
  for (const { account } of cost.accounts) deciding.renew(account);
  const amounts = inTime(deciding, cost);
  const refusal = refusalOf(deciding, { ...cost, amounts });
  if (refusal !== null) return deciding.refuse(refusal);
  const reservation = `${cost.call}@${deciding.state.seq + 1}`;
  const caps = cost.accounts.flatMap(({ account, caps: given }) =>
    given === undefined || deciding.account(account).isSet ? [] : [[account, capsToJson(given)] as const],
  );
  deciding.record('budget.reserved', {
    reservation,
    of: cost.of,
    accounts: cost.accounts.map(({ account }) => account),
    ...(caps.length > 0 && { caps: Object.fromEntries(caps) }),
    amounts: amountsToJson(amounts),
    ...(cost.currency !== undefined && { currency: cost.currency }),
  });
  if (cost.isFixed === true) deciding.settle(reservation, amounts);
  return deciding.grant({ reservation, amounts });
}

/** The time that every account has left for the call, where that is less than it may take. */
function inTime(deciding: Deciding, { amounts, accounts }: CallCost): Amounts {
  if (amounts.time === undefined) return amounts;
  const left = accounts.map((payer) => {
    const { spent, reserved } = deciding.account(payer.account);
    return (capsOf(deciding, payer).time ?? Infinity) - (spent.time ?? 0) - (reserved.time ?? 0);
  });
  return { ...amounts, time: Math.max(Math.min(amounts.time, leastTime), Math.min(amounts.time, ...left)) };
}

function refusalOf(deciding: Deciding, cost: CallCost): BudgetRefusal | null {
  const currency = otherCurrency(deciding.state, cost.currency);
  if (currency !== null) return currency;
  for (const payer of cost.accounts) {
    const { account } = payer;
    const caps = capsOf(deciding, payer);
    if (cost.isUnpriced === true && caps.money !== undefined) return { why: 'price', account, of: cost.of };
    const { spent, reserved, per } = deciding.account(account);
    const short = excess(cost.amounts, plus(spent, reserved), caps);
    if (short === null) continue;
    const { measure } = short;
    return { why: 'cap', account, ...short, spent: spent[measure] ?? 0, reserved: reserved[measure] ?? 0, per };
  }
  return null;
}

function otherCurrency({ currency }: BudgetState, wanted: string | undefined): BudgetRefusal | null {
  if (wanted === undefined || currency === null || currency === wanted) return null;
  return { why: 'currency', expected: currency, got: wanted };
}

function capsOf(deciding: Deciding, { account, caps = {} }: Payer): Amounts {
  const known = deciding.account(account);
  return known.isSet ? known.caps : caps;
}

/** The call that a reservation is for. */
function callOf(reservation: string): string {
  return reservation.slice(0, reservation.lastIndexOf('@'));
}

function belonging({ accounts }: BudgetState, account: string): readonly string[] {
  return [...accounts.keys()].filter((name) => name === account || name.startsWith(`${account}/`));
}

/** Folds each fact in at once, so that what follows is decided on the new state. Time never goes back. */
class Deciding {
  state: BudgetState;
  readonly at: number;
  /** Accounts that are about to be used again: they do not close, whatever was said before. */
  wanted: ReadonlySet<string> = new Set();
  readonly #facts: Fact[] = [];

  constructor(state: BudgetState, at: number) {
    this.state = state;
    this.at = Math.max(at, state.at);
  }

  account(name: string): Account {
    return this.state.accounts.get(name) ?? openAccount;
  }

  record(kind: string, fields: JsonObject): void {
    const fact = { seq: this.state.seq + 1, at: this.at, kind, version: budgetFactVersion, fields };
    this.#facts.push(fact);
    this.state = evolveBudget(this.state, fact);
  }

  /** Begins a new period where the one of an account is over. */
  renew(account: string): void {
    const { per, since } = this.account(account);
    const begun = per === null ? 0 : periodStart(per, this.at);
    if (begun > since) this.record('budget.renewed', { account, since: begun });
  }

  settle(reservation: string, spent: Amounts): void {
    const open = this.state.reservations.get(reservation);
    if (open === undefined) return;
    this.record('budget.settled', { reservation, spent: amountsToJson(spent) });
    for (const name of open.accounts) if (this.account(name).isClosing && !this.wanted.has(name)) this.close(name);
  }

  /** The worst case of a call that nobody can tell about; longer than until now it did not take. */
  forfeit(reservation: string): void {
    const open = this.state.reservations.get(reservation);
    if (open === undefined) return;
    const { amounts, at } = open;
    const time = amounts.time === undefined ? {} : { time: Math.min(amounts.time, this.at - at) };
    this.settle(reservation, { ...amounts, ...time });
  }

  close(account: string): void {
    const { isClosing, caps, spent } = this.account(account);
    const isIdle = [...this.state.reservations.values()].every((one) => !one.accounts.includes(account));
    if (isIdle) this.record('budget.closed', { account, caps: capsToJson(caps), spent: amountsToJson(spent) });
    else if (!isClosing) this.record('budget.closing', { account });
  }

  result(): BudgetDecision {
    return { state: this.state, facts: this.#facts, granted: null, refusal: null };
  }

  grant(granted: Granted): BudgetDecision {
    return { ...this.result(), granted };
  }

  refuse(refusal: BudgetRefusal): BudgetDecision {
    return { ...this.result(), refusal };
  }
}
