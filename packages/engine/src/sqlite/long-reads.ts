import type { ExecutionFilter, ExecutionView, Fact, Positioned, Recorded } from '@batonhq/core';
import type { PhaseCount } from './execution-list.ts';
import type { FactsAfter } from './fact-reads.ts';
import type { ReadThread } from './read-thread.ts';

/** Rows in a page: what the thread that commits takes over at once, in about a millisecond. */
const page = 250;

/** Executions that are looked through in place: that takes a millisecond or two. */
const few = 1_000;

const listed = 100;

/** What a read in place needs to know to tell whether it is a long one. */
export interface Lengths {
  /** Number of the last event of an execution. */
  lengthOf(execution: string): number;
  lastPosition(): number;
  /** How many executions there are, about. */
  executions(): number;
}

/**
 * Reads that would hold up commits: they are read page by page in another thread. Each method is null for a read that is
 * short, or that the other thread could not do: then it is for the caller to read in place.
 */
export class LongReads {
  readonly #thread: ReadThread;
  readonly #lengths: Lengths;

  constructor(thread: ReadThread, lengths: Lengths) {
    this.#thread = thread;
    this.#lengths = lengths;
  }

  async list(filter: ExecutionFilter): Promise<readonly ExecutionView[] | null> {
    const limit = filter.limit ?? listed;
    const executions = this.#lengths.executions();
    if (executions <= few && Math.min(limit, executions) <= page) return null;
    return paged(limit, (last: ExecutionView | undefined, wanted) =>
      this.#thread.page({
        kind: 'list',
        filter: { ...filter, limit: wanted, ...(last !== undefined && { before: last.id }) },
      }),
    );
  }

  async countByPhase(): Promise<readonly PhaseCount[] | null> {
    return this.#lengths.executions() <= few ? null : this.#thread.page({ kind: 'count' });
  }

  async read(
    execution: string,
    { seq, limit = Infinity }: { readonly seq: number; readonly limit?: number },
  ): Promise<readonly Recorded[] | null> {
    if (limit <= page || this.#lengths.lengthOf(execution) - seq <= page) return null;
    return paged(limit, (last: Recorded | undefined, wanted) =>
      this.#thread.page({ kind: 'read', execution, after: { seq: last?.seq ?? seq, limit: wanted } }),
    );
  }

  /** Facts of a stream whose last one is number `last`. */
  async facts(stream: string, { seq, limit = Infinity }: FactsAfter, last: number): Promise<readonly Fact[] | null> {
    if (limit <= page || last - seq <= page) return null;
    return paged(limit, (fact: Fact | undefined, wanted) =>
      this.#thread.page({ kind: 'facts', stream, after: { seq: fact?.seq ?? seq, limit: wanted } }),
    );
  }

  async readAll({
    position,
    limit = Infinity,
  }: {
    readonly position: number;
    readonly limit?: number;
  }): Promise<readonly Positioned[] | null> {
    if (limit <= page || this.#lengths.lastPosition() - position <= page) return null;
    return paged(limit, (last: Positioned | undefined, wanted) =>
      this.#thread.page({ kind: 'readAll', after: { position: last?.position ?? position, limit: wanted } }),
    );
  }
}

async function paged<Entry>(
  limit: number,
  read: (last: Entry | undefined, wanted: number) => Promise<readonly Entry[] | null>,
): Promise<readonly Entry[] | null> {
  const entries: Entry[] = [];
  for (;;) {
    const wanted = Math.min(page, limit - entries.length);
    const rows = await read(entries.at(-1), wanted);
    if (rows === null) return null;
    entries.push(...rows);
    if (rows.length < wanted || entries.length >= limit) return entries;
  }
}
