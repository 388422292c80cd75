import { StaleCommitError, type Fact, type FactStreams } from '@batonhq/core';
import { auditStream, entryOfFact, factOfEntry, type AuditEntry, type AuditFields } from './audit-entry.ts';

/** What to look for; all of it by default. */
export interface AuditFilter {
  readonly user?: string;
  readonly action?: string;
  readonly target?: string;
  readonly result?: AuditFields['result'];
  /** At this time or later, milliseconds since 1970. */
  readonly since?: number;
  /** Before this time. */
  readonly until?: number;
}

/** A page of the audit, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Where the next page goes on (`before`); null when there is nothing older. */
  readonly next: number | null;
}

/** Entries read at once, and looked through at most for one page: a filter that finds little pages through the rest. */
const chunk = 1_000;
const mostLooked = 20_000;

interface Waiting {
  readonly told: AuditFields;
  readonly at: number;
  readonly fulfil: () => void;
  readonly reject: (reason: unknown) => void;
}

interface Tail {
  readonly stream: string;
  waiting: Waiting[];
  isWriting: boolean;
  /** The last entry; null until somebody looked. */
  last: { readonly seq: number; readonly at: number } | null;
}

/**
 * Who did what, each tenant's in a stream of its own that nothing is ever taken out of: `tenant/<tenant>/audit`.
 *
 * Entries that come while others are being written go together in the next write, so a thousand requests a second cost as
 * many writes as the disk does, not a thousand.
 *
 * @example
 * const audit = new AuditLog(journal.streams, Date.now);
 * await audit.record('local', { user: 'dana', role: 'operator', key: '', action: 'POST /api/orchestrate', target: 'order-1', result: 'done', status: 201 });
 * const { entries } = await audit.page('local', { limit: 50 });
 */
export class AuditLog {
  readonly #streams: FactStreams;
  readonly #now: () => number;
  readonly #tails = new Map<string, Tail>();

  /** `now` gives milliseconds since 1970. */
  constructor(streams: FactStreams, now: () => number) {
    this.#streams = streams;
    this.#now = now;
  }

  /** Adds an entry; fulfils when it is durable. */
  record(tenant: string, told: AuditFields): Promise<void> {
    const tail = this.#tailOf(tenant);
    const { promise, resolve: fulfil, reject } = Promise.withResolvers<void>();
    tail.waiting.push({ told, at: this.#now(), fulfil, reject });
    if (!tail.isWriting) void this.#write(tail);
    return promise;
  }

  /** Entries before `before`, newest first. */
  async page(
    tenant: string,
    { before = Infinity, limit, ...filter }: AuditFilter & { readonly before?: number; readonly limit: number },
  ): Promise<AuditPage> {
    const stream = auditStream(tenant);
    const { since = 0 } = filter;
    const found: AuditEntry[] = [];
    let next = Math.min(before, (await this.#lastOf(stream)).seq + 1);
    for (let looked = 0; next > 1 && looked < mostLooked; looked += chunk) {
      for (const fact of await this.#chunkBefore(stream, next)) {
        if (fact.at < since) return { entries: found, next: null };
        next = fact.seq;
        const entry = entryOfFact(fact);
        if (entry !== null && isWanted(entry, filter)) found.push(entry);
        if (found.length === limit) return { entries: found, next: next > 1 ? next : null };
      }
    }
    return { entries: found, next: next > 1 ? next : null };
  }

  /** The facts before this number, newest first. */
  async #chunkBefore(stream: string, next: number): Promise<readonly Fact[]> {
    const first = Math.max(1, next - chunk);
    return (await this.#streams.facts(stream, { seq: first - 1, limit: next - first })).toReversed();
  }

  #tailOf(tenant: string): Tail {
    const known = this.#tails.get(tenant);
    if (known !== undefined) return known;
    const tail: Tail = { stream: auditStream(tenant), waiting: [], isWriting: false, last: null };
    this.#tails.set(tenant, tail);
    return tail;
  }

  async #write(tail: Tail): Promise<void> {
    tail.isWriting = true;
    while (tail.waiting.length > 0) {
      const group = tail.waiting;
      tail.waiting = [];
      try {
        await this.#append(tail, group);
        for (const { fulfil } of group) fulfil();
      } catch (error) {
        tail.last = null;
        for (const { reject } of group) reject(error);
      }
    }
    tail.isWriting = false;
  }

  /** Somebody else of this folder may have written to the stream since: then it is looked at again, once. */
  async #append(tail: Tail, group: readonly Waiting[]): Promise<void> {
    try {
      await this.#appendAfter(tail, group);
    } catch (error) {
      if (!(error instanceof StaleCommitError)) throw error;
      tail.last = null;
      await this.#appendAfter(tail, group);
    }
  }

  async #appendAfter(tail: Tail, group: readonly Waiting[]): Promise<void> {
    const { stream } = tail;
    let { seq, at } = (tail.last ??= await this.#lastOf(stream));
    const expectedSeq = seq;
    const facts = group.map((waiting) => {
      seq += 1;
      at = Math.max(at, waiting.at);
      return factOfEntry({ ...waiting.told, seq, at });
    });
    await this.#streams.append({ stream, expectedSeq, facts, state: { seq, at } });
    tail.last = { seq, at };
  }

  async #lastOf(stream: string): Promise<{ readonly seq: number; readonly at: number }> {
    const standing = (await this.#streams.standing(stream)).find((one) => one.stream === stream);
    if (standing === undefined) return { seq: 0, at: 0 };
    const [last] = await this.#streams.facts(stream, { seq: standing.seq - 1, limit: 1 });
    return { seq: standing.seq, at: last?.at ?? 0 };
  }
}

function isWanted(entry: AuditEntry, { user, action, target, result, until = Infinity }: AuditFilter): boolean {
  return (
    (user === undefined || entry.user === user) &&
    (action === undefined || entry.action === action) &&
    (target === undefined || entry.target === target) &&
    (result === undefined || entry.result === result) &&
    entry.at < until
  );
}
