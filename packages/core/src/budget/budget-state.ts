import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { amountsFromJson, amountsToJson, capsFromJson, capsToJson, type Amounts } from './amounts.ts';
import type { Period } from './period.ts';

/** What one party may spend and did: a tenant, a user, an execution, a task, a mission. */
export interface Account {
  /** Nothing is limited that has no cap. */
  readonly caps: Amounts;
  /** True when a person set the caps: then those that come with a reservation do not count. */
  readonly isSet: boolean;
  /** The caps hold for each day or month (UTC); null when they hold once and for all. */
  readonly per: Period | null;
  /** When the period began that `spent` is of, milliseconds since 1970; 0 without a period. */
  readonly since: number;
  readonly spent: Amounts;
  /** The worst case of calls that were begun and whose cost nobody knows yet. */
  readonly reserved: Amounts;
  /** Nobody needs it any more: it closes with its last reservation. */
  readonly isClosing: boolean;
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
 * spent and reserved together are within the caps; what is spent never falls but with a new period.
 */
export interface BudgetState {
  readonly seq: number;
  readonly at: number;
  /** What money is counted in, an ISO 4217 code; null until somebody names it. */
  readonly currency: string | null;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly reservations: ReadonlyMap<string, Reservation>;
}

/** A tenant that never spent anything. */
export const noBudget: BudgetState = { seq: 0, at: 0, currency: null, accounts: new Map(), reservations: new Map() };

/** An account that nobody limited and nobody used. */
export const openAccount: Account = {
  caps: {},
  isSet: false,
  per: null,
  since: 0,
  spent: {},
  reserved: {},
  isClosing: false,
};

const prefix = 'tenant/';
const suffix = '/budget';

/** The name of the stream in which a tenant's spending is decided. */
export function budgetStream(tenant: string): string {
  return `${prefix}${encodeURIComponent(tenant)}${suffix}`;
}

/** The tenant whose spending a stream is about; null when it is about something else. */
export function budgetOf(stream: string): string | null {
  const tenant =
    stream.startsWith(prefix) && stream.endsWith(suffix) ? stream.slice(prefix.length, -suffix.length) : '';
  return tenant === '' || tenant.includes('/') ? null : decodeURIComponent(tenant);
}

/** The state as a journal keeps it beside the facts. */
export function budgetToJson({ seq, at, currency, accounts, reservations }: BudgetState): JsonObject {
  return {
    seq,
    at,
    currency,
    accounts: Object.fromEntries([...accounts].map(([name, account]) => [name, accountTo(account)])),
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
  const { seq, at, currency, accounts, reservations } = json;
  if (typeof seq !== 'number' || typeof at !== 'number') return null;
  if (!isJsonObject(accounts) || !isJsonObject(reservations)) return null;
  return {
    seq,
    at,
    currency: typeof currency === 'string' ? currency : null,
    accounts: new Map(Object.entries(accounts).map(([name, account]) => [name, accountFrom(account)])),
    reservations: new Map(Object.entries(reservations).map(([id, one]) => [id, reservationFrom(one)])),
  };
}

function accountTo({ caps, isSet, per, since, spent, reserved, isClosing }: Account): JsonObject {
  return {
    caps: capsToJson(caps),
    spent: amountsToJson(spent),
    reserved: amountsToJson(reserved),
    ...(isSet && { isSet }),
    ...(per !== null && { per, since }),
    ...(isClosing && { isClosing }),
  };
}

function accountFrom(json: Json): Account {
  if (!isJsonObject(json)) return openAccount;
  const { caps, spent, reserved, per, since } = json;
  return {
    caps: capsFromJson(caps),
    spent: amountsFromJson(spent),
    reserved: amountsFromJson(reserved),
    isSet: json['isSet'] === true,
    per: per === 'day' || per === 'month' ? per : null,
    since: typeof since === 'number' ? since : 0,
    isClosing: json['isClosing'] === true,
  };
}

function reservationFrom(json: Json): Reservation {
  const { accounts, amounts, at } = isJsonObject(json) ? json : {};
  return {
    accounts: Array.isArray(accounts) ? accounts.filter((name) => typeof name === 'string') : [],
    amounts: amountsFromJson(amounts),
    at: Number(at),
  };
}
