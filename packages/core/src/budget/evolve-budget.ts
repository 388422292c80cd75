import { NewerEventError } from '../event/newer-event-error.ts';
import type { Fact } from '../event/fact.ts';
import { assert } from '../kernel/assert.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { amountsFromJson, capsFromJson, minus, plus, type Amounts } from './amounts.ts';
import { noBudget, openAccount, type Account, type BudgetState } from './budget-state.ts';

/** The version in which facts of spending are written. */
export const budgetFactVersion = 1;

/** Folds one fact into what a tenant may spend. @throws {NewerEventError} for a fact that this release does not know. */
export function evolveBudget(state: BudgetState, fact: Fact): BudgetState {
  const { seq, at, kind, version, fields } = fact;
  if (version > budgetFactVersion) throw new NewerEventError(kind, version);
  const next = { ...state, seq, at, currency: currencyIn(fields) ?? state.currency };
  const account = [text(fields['account'] ?? '')];
  switch (kind) {
    case 'budget.capped':
      return changed(next, account, (before) => ({ ...before, ...capped(fields), isSet: true }));
    case 'budget.uncapped':
      return changed(next, account, (before) => ({ ...before, caps: {}, isSet: false, per: null, since: 0 }));
    case 'budget.renewed':
      return changed(next, account, (before) => ({ ...before, since: Number(fields['since']), spent: {} }));
    case 'budget.reserved':
      return reserved(next, fact);
    case 'budget.settled':
      return settled(next, text(fields['reservation']), amountsFromJson(fields['spent']));
    case 'budget.closing':
      return changed(next, account, (before) => ({ ...before, isClosing: true }));
    case 'budget.closed': {
      const accounts = new Map(state.accounts);
      for (const name of account) accounts.delete(name);
      return { ...next, accounts };
    }
    default:
      throw new NewerEventError(kind, version);
  }
}

/** Folds the facts of a tenant's spending, from the first. */
export function foldBudget(facts: readonly Fact[]): BudgetState {
  return facts.reduce(evolveBudget, noBudget);
}

function currencyIn({ currency }: JsonObject): string | null {
  return typeof currency === 'string' ? currency : null;
}

function capped({ caps, per, since }: JsonObject): Pick<Account, 'caps' | 'per' | 'since'> {
  const isPeriodic = per === 'day' || per === 'month';
  return { caps: capsFromJson(caps), per: isPeriodic ? per : null, since: isPeriodic ? Number(since) : 0 };
}

function reserved(state: BudgetState, { fields, at }: Fact): BudgetState {
  const accounts = texts(fields['accounts']);
  const amounts = amountsFromJson(fields['amounts']);
  const caps = isJsonObject(fields['caps']) ? fields['caps'] : {};
  const reservations = new Map(state.reservations).set(text(fields['reservation']), { accounts, amounts, at });
  return changed({ ...state, reservations }, accounts, (account, name) => ({
    ...account,
    caps: account.isSet ? account.caps : capsFromJson(caps[name]),
    reserved: plus(account.reserved, amounts),
    isClosing: false,
  }));
}

function settled(state: BudgetState, id: string, spent: Amounts): BudgetState {
  const reservation = state.reservations.get(id);
  assert(reservation !== undefined, `${id} was never reserved`);
  const reservations = new Map(state.reservations);
  reservations.delete(id);
  return changed({ ...state, reservations }, reservation.accounts, (account) => ({
    ...account,
    reserved: minus(account.reserved, reservation.amounts),
    spent: plus(account.spent, spent),
  }));
}

function changed(
  state: BudgetState,
  names: readonly string[],
  change: (account: Account, name: string) => Account,
): BudgetState {
  const accounts = new Map(state.accounts);
  for (const name of names) accounts.set(name, change(accounts.get(name) ?? openAccount, name));
  return { ...state, accounts };
}

function text(value: Json | undefined): string {
  assert(typeof value === 'string', 'a fact of spending names what it is about in texts');
  return value;
}

function texts(value: Json | undefined): readonly string[] {
  assert(Array.isArray(value), 'a reservation names its accounts');
  return value.map((name) => text(name));
}
