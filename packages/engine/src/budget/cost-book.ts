import { budgetStream, CostTable, type Fact, type FactStreams } from '@batonhq/core';

/** Facts read at once. */
const page = 2_000;

interface Reading {
  readonly table: CostTable;
  /** Number of the last fact that is in the table. */
  seq: number;
  /** Whoever asks meanwhile waits for the same. */
  catchingUp: Promise<void> | null;
}

/**
 * What the tenants of a journal paid for: folded once, then with every question only what came since. What is on the disk is
 * all there is to it, so a book of another process, or of the next one, says the same.
 *
 * @example
 * const book = new CostBook(journal.streams);
 * const { total, groups } = (await book.of('local')).sums(['day', 'of'], { since: '2026-02-01' });
 */
export class CostBook {
  readonly #streams: Pick<FactStreams, 'facts'>;
  readonly #readings = new Map<string, Reading>();

  constructor(streams: Pick<FactStreams, 'facts'>) {
    this.#streams = streams;
  }

  /** The costs of a tenant with all that was durable when it was asked. */
  async of(tenant: string): Promise<CostTable> {
    const reading = this.#readingOf(tenant);
    // One that is catching up may have read past what became durable meanwhile: whoever comes later looks again.
    if (reading.catchingUp !== null) await reading.catchingUp;
    reading.catchingUp ??= this.#catchUp(tenant, reading).finally(() => (reading.catchingUp = null));
    await reading.catchingUp;
    return reading.table;
  }

  #readingOf(tenant: string): Reading {
    const known = this.#readings.get(tenant);
    if (known !== undefined) return known;
    const reading: Reading = { table: new CostTable(), seq: 0, catchingUp: null };
    this.#readings.set(tenant, reading);
    return reading;
  }

  async #catchUp(tenant: string, reading: Reading): Promise<void> {
    for (;;) {
      const facts: readonly Fact[] = await this.#streams.facts(budgetStream(tenant), { seq: reading.seq, limit: page });
      for (const fact of facts) reading.table.add(fact);
      reading.seq = facts.at(-1)?.seq ?? reading.seq;
      if (facts.length < page) return;
    }
  }
}
