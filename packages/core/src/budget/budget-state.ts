import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { amountsFromJson, amountsToJson, type Amounts } from './amounts.ts';

/** What one party may spend and did: a tenant, a user, an execution, a step. */
export interface Account {
  /** Nothing is limited that has no cap. */
  readonly caps: Amounts;
  readonly spent: Amounts;
  /** The worst case of calls that were begun and whose cost nobody knows yet. */
  readonly reserved: Amounts;
}

/** A call that was begun: its worst case is set aside in every account that pays for it. */
export interface Reservation {
  readonly accounts: readonly string[];
  readonly amounts: Amounts;
  readonly at: number;
}

/**
 * What a tenant's parties may spend, as a fold of the tenant's stream of spending.
 *
 * Invariants: `reserved` of an account is the sum of the open reservations that name it; when a reservation is granted,
 * spent and reserved together are within the caps; what is spent never falls.
 */
export interface BudgetState {
  readonly seq: number;
  readonly at: number;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly reservations: ReadonlyMap<string, Reservation>;
}

/** A tenant that never spent anything. */
export const noBudget: BudgetState = { seq: 0, at: 0, accounts: new Map(), reservations: new Map() };

/** An account that nobody limited and nobody used. */
export const openAccount: Account = { caps: {}, spent: {}, reserved: {} };

/** The name of the stream in which a tenant's spending is decided. */
export function budgetStream(tenant: string): string {
  return `tenant/${encodeURIComponent(tenant)}/budget`;
}

/** The state as a journal keeps it beside the facts. */
export function budgetToJson({ seq, at, accounts, reservations }: BudgetState): JsonObject {
  return {
    seq,
    at,
    accounts: Object.fromEntries(
      [...accounts].map(([name, { caps, spent, reserved }]) => [
        name,
        { caps: amountsToJson(caps), spent: amountsToJson(spent), reserved: amountsToJson(reserved) },
      ]),
    ),
    reservations: Object.fromEntries(
      [...reservations].map(([id, one]) => [
        id,
        { accounts: [...one.accounts], amounts: amountsToJson(one.amounts), at: one.at },
      ]),
    ),
  };
}

/** Reads a kept state; null when it is none. */
export function budgetFromJson(json: JsonObject): BudgetState | null {
  const { seq, at, accounts, reservations } = json;
  if (typeof seq !== 'number' || typeof at !== 'number') return null;
  if (!isJsonObject(accounts) || !isJsonObject(reservations)) return null;
  return {
    seq,
    at,
    accounts: new Map(Object.entries(accounts).map(([name, account]) => [name, accountFrom(account)])),
    reservations: new Map(Object.entries(reservations).map(([id, one]) => [id, reservationFrom(one)])),
  };
}

function accountFrom(json: Json): Account {
  if (!isJsonObject(json)) return openAccount;
  const { caps, spent, reserved } = json;
  return { caps: amountsFromJson(caps), spent: amountsFromJson(spent), reserved: amountsFromJson(reserved) };
}

function reservationFrom(json: Json): Reservation {
  const { accounts, amounts, at } = isJsonObject(json) ? json : {};
  return {
    accounts: Array.isArray(accounts) ? accounts.filter((name) => typeof name === 'string') : [],
    amounts: amountsFromJson(amounts),
    at: Number(at),
  };
}
