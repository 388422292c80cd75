import type { Json } from '@batonhq/core';
import { executionOfKey } from './claims.ts';

/** What became of the effect of one idempotency key on the other side. */
export interface LedgerEntry {
  /** How often the code that makes the effect began. */
  readonly begun: number;
  /** How often the effect took place. */
  readonly applied: number;
}

const untouched: LedgerEntry = { begun: 0, applied: 0 };

/** The other side of all effects, a bank say: it outlives every process and counts by idempotency key. */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #charges = new Map<string, number>();

  entry(key: string): LedgerEntry {
    return this.#entries.get(key) ?? untouched;
  }

  begin(key: string): number {
    const entry = this.entry(key);
    this.#entries.set(key, { ...entry, begun: entry.begun + 1 });
    return entry.begun + 1;
  }

  /** The effect takes place; what it answers is the same each time. */
  apply(key: string): Json {
    const entry = this.entry(key);
    this.#entries.set(key, { ...entry, applied: entry.applied + 1 });
    return { receipt: key };
  }

  /** What was charged for effects, in tokens, by execution. */
  get charges(): ReadonlyMap<string, number> {
    return this.#charges;
  }

  /** The effect is charged for. */
  charge(key: string, tokens: number): void {
    const execution = executionOfKey(key);
    this.#charges.set(execution, (this.#charges.get(execution) ?? 0) + tokens);
  }

  /** Whether it took place, for those who ask before they repeat. */
  hasApplied(key: string): boolean {
    return this.entry(key).applied > 0;
  }

  /** Effects that took place, over all keys. */
  get total(): number {
    return this.entries.reduce((total, [, { applied }]) => total + applied, 0);
  }

  get entries(): readonly (readonly [string, LedgerEntry])[] {
    return [...this.#entries];
  }
}
