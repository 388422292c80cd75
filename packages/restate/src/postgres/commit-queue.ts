import { setTimeout as sleep } from 'node:timers/promises';
import { InvariantError, JournalFailedError, StaleCommitError, type Recorded } from '@batonhq/core';
import { writeGroup } from './commit-statement.ts';
import type { Database, Statement } from './database.ts';
import { JournalUnavailableError } from './journal-unavailable-error.ts';
import { failureOf, type PostgresFailure } from './postgres-failure.ts';
import { parametersOf, type PreparedCommit } from './prepared-commit.ts';
import { number } from './rows.ts';
import { slotsPerTransaction } from './schema.ts';

/** What became of a commit: written now, or found to be written before, as these events. */
export type Committed = readonly Recorded[] | null;

interface Waiting {
  readonly commit: PreparedCommit;
  readonly fulfil: (committed: Committed) => void;
  readonly reject: (reason: unknown) => void;
}

/** What the queue needs of its journal. */
export interface CommitQueueParts {
  readonly database: Database;
  /** The events that were recorded under the id of this commit. */
  readonly recordedBy: (commit: PreparedCommit) => Promise<readonly Recorded[]>;
}

const statement: Statement = { name: 'baton-write-group', text: writeGroup };
const groupLimit = 256;

/** Milliseconds before each further attempt when the connection was lost. */
const patience = [20, 100, 500, 2_000];

/**
 * Gathers the commits that are waiting into one statement, and tells each caller what became of its own.
 *
 * Invariants:
 * 1. Commits are written in the order they were made; a group holds at most one of each execution.
 * 2. A promise fulfils only after the server said that the transaction is durable, or after the events were found.
 * 3. When the connection is lost before the answer, nobody knows: the journal is read. What is not there is sent again,
 *    which the fence makes safe: if the first sending arrives late after all, one of the two is stale and finds itself.
 * 4. A commit that contradicts the journal is refused alone.
 */
export class CommitQueue {
  readonly #parts: CommitQueueParts;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #isStopped = false;

  constructor(parts: CommitQueueParts) {
    this.#parts = parts;
  }

  add(commit: PreparedCommit): Promise<Committed> {
    if (this.#isStopped) return Promise.reject(new JournalFailedError('the journal is closed'));
    return new Promise((fulfil, reject) => {
      this.#waiting.push({ commit, fulfil, reject });
      this.#writing ??= this.#drain();
    });
  }

  /** Writes what is waiting and takes nothing any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#writing;
  }

  async #drain(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#write(this.#nextGroup());
    this.#writing = null;
  }

  /** As many as fit from the front (1). */
  #nextGroup(): readonly Waiting[] {
    const executions = new Set<string>();
    let events = 0;
    const end = this.#waiting.findIndex(({ commit }) => {
      events += commit.length;
      if (executions.has(commit.execution) || executions.size === groupLimit) return true;
      executions.add(commit.execution);
      return events > slotsPerTransaction && executions.size > 1;
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  async #write(group: readonly Waiting[], attempt = 0): Promise<void> {
    try {
      const rows = await this.#parts.database.write(statement, parametersOf(group.map(({ commit }) => commit)));
      const written = new Set(rows.map((row) => number(row, 'n')));
      group.forEach(({ fulfil }, n) => written.has(n) && fulfil(null));
      await Promise.all(group.filter((_, n) => !written.has(n)).map((waiting) => this.#lookUp(waiting)));
    } catch (error) {
      await this.#failed(group, { failure: failureOf(error), attempt });
    }
  }

  /** The place is taken: by this very commit, sent before, or by another one. */
  async #lookUp({ commit, fulfil, reject }: Waiting): Promise<void> {
    const recorded = await this.#parts.recordedBy(commit);
    if (recorded.length > 0) fulfil(recorded);
    else reject(new StaleCommitError(commit.execution, commit.expectedSeq));
  }

  async #failed(
    group: readonly Waiting[],
    { failure, attempt }: { readonly failure: PostgresFailure; readonly attempt: number },
  ): Promise<void> {
    if (failure.kind === 'lost') return this.#resolve(group, { message: failure.message, attempt });
    const [first, ...others] = group;
    if (first === undefined) return undefined;
    if (others.length === 0) return first.reject(refusal(first.commit, failure));
    for (const waiting of group) await this.#write([waiting]);
    return undefined;
  }

  /** Nobody knows (3). */
  async #resolve(
    group: readonly Waiting[],
    { message, attempt }: { readonly message: string; readonly attempt: number },
  ): Promise<void> {
    const pause = patience[attempt];
    if (pause === undefined) {
      for (const { reject } of group) reject(new JournalUnavailableError(message));
      return undefined;
    }
    await sleep(pause);
    const open: Waiting[] = [];
    try {
      for (const waiting of group) {
        const recorded = await this.#parts.recordedBy(waiting.commit);
        if (recorded.length > 0) waiting.fulfil(recorded);
        else open.push(waiting);
      }
    } catch (error) {
      return this.#resolve(group, { message: failureOf(error).message, attempt: attempt + 1 });
    }
    return open.length === 0 ? undefined : this.#write(open, attempt + 1);
  }
}

function refusal({ execution, expectedSeq }: PreparedCommit, failure: PostgresFailure): Error {
  if (failure.kind === 'refused' || failure.kind === 'lost') return new JournalUnavailableError(failure.message);
  const isTaken = failure.kind === 'contradiction' && failure.constraint !== 'events_facts';
  if (isTaken) return new StaleCommitError(execution, expectedSeq);
  return new InvariantError(
    `the commit after event ${expectedSeq} of execution ${execution} is unsound: ${failure.message}`,
  );
}
