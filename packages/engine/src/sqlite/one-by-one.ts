import { StaleCommitError } from '@batonhq/core';
import type { CommitEncoder, PreparedCommit } from './commit-encoder.ts';
import { blamesCommit, contradiction } from './commit-refusal.ts';
import type { RowWriter } from './row-writer.ts';
import { failureOf } from './sqlite-failure.ts';
import type { StreamCache } from './stream-cache.ts';
import type { Transaction } from './transaction.ts';

/** A commit whose caller can be told that it was refused. */
interface Refusable extends PreparedCommit {
  readonly reject: (reason: unknown) => void;
}

interface OneByOneParts {
  readonly transaction: Transaction;
  readonly writer: RowWriter;
  readonly streams: StreamCache;
  readonly encoder: CommitEncoder;
}

/**
 * Writes a group of which somebody contradicts the journal: each commit gets a savepoint of its own to find out who.
 *
 * @returns those that are durable now; the others were told why not.
 */
export function writeOneByOne<T extends Refusable>(parts: OneByOneParts, group: readonly T[]): readonly T[] {
  const accepted: T[] = [];
  parts.transaction.run(() => {
    for (const waiting of group) {
      const reason = reasonAgainst(parts, waiting);
      if (reason === null) accepted.push(waiting);
      else waiting.reject(reason);
    }
  });
  return accepted;
}

/** Writes a commit; why not, when it cannot be. */
function reasonAgainst({ transaction, writer, streams, encoder }: OneByOneParts, waiting: Refusable): Error | null {
  const { commit, rows } = waiting;
  const stream = streams.reload(commit.execution);
  if (stream.seq !== commit.expectedSeq) return new StaleCommitError(commit.execution, commit.expectedSeq);
  try {
    transaction.nested(() => writer.write(encoder.encode([{ commit, rows, stream }])));
    stream.seq += rows.length;
    return null;
  } catch (error) {
    if (!blamesCommit(failureOf(error))) throw error;
    streams.forget(commit.execution);
    encoder.reload();
    return contradiction(commit, error);
  }
}
