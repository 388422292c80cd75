import type { Fact } from '../event/fact.ts';
import type { Json } from '../kernel/json.ts';
import { amountsFromJson, minus, plus, type Amounts } from './amounts.ts';
import { executionOfAccount, userOfAccount } from './account-name.ts';
import { dayOf } from './period.ts';

/** What was paid for one thing by one execution on one day. */
export interface CostEntry {
  /** The day the call began (UTC), `2026-02-28`. */
  readonly day: string;
  readonly user: string;
  readonly execution: string;
  /** The name of the model or function. */
  readonly of: string;
  readonly spent: Amounts;
  /** Worst cases of calls whose cost is not known yet. */
  readonly reserved: Amounts;
}

/**
 * What was paid for what, by whom, when: a fold of the facts of a tenant's spending.
 *
 * @example
 * const ledger = new CostLedger();
 * for (const fact of facts) ledger.add(fact);
 * console.log(ledger.entries().map(({ day, of, spent }) => [day, of, spent.money]));
 */
export class CostLedger {
  readonly #entries = new Map<string, CostEntry>();
  readonly #open = new Map<string, { readonly key: string; readonly amounts: Amounts }>();

  /** Takes in the next fact. */
  add({ kind, at, fields }: Fact): void {
    const { reservation } = fields;
    if (typeof reservation !== 'string') return;
    if (kind === 'budget.reserved') this.#reserved(reservation, { at, fields });
    if (kind === 'budget.settled') this.#settled(reservation, amountsFromJson(fields['spent']));
  }

  /** What was paid, in the order in which it was begun. */
  entries(): readonly CostEntry[] {
    return [...this.#entries.values()];
  }

  #reserved(reservation: string, { at, fields }: Pick<Fact, 'at' | 'fields'>): void {
    const accounts = textsIn(fields['accounts']);
    const place = {
      day: dayOf(at),
      user: accounts.map(userOfAccount).find((user) => user !== null) ?? '',
      execution: accounts.map(executionOfAccount).find((execution) => execution !== null) ?? '',
      of: typeof fields['of'] === 'string' ? fields['of'] : '',
    };
    const key = JSON.stringify(Object.values(place));
    const amounts = amountsFromJson(fields['amounts']);
    const entry = this.#entries.get(key) ?? { ...place, spent: {}, reserved: {} };
    this.#open.set(reservation, { key, amounts });
    this.#entries.set(key, { ...entry, reserved: plus(entry.reserved, amounts) });
  }

  #settled(reservation: string, spent: Amounts): void {
    const open = this.#open.get(reservation);
    const entry = open === undefined ? undefined : this.#entries.get(open.key);
    if (open === undefined || entry === undefined) return;
    this.#open.delete(reservation);
    this.#entries.set(open.key, {
      ...entry,
      spent: plus(entry.spent, spent),
      reserved: minus(entry.reserved, open.amounts),
    });
  }
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
