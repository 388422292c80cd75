import { type Commit, InvariantError, JournalFailedError, StaleCommitError } from '@batonhq/core';
import { DiskFullError } from './disk-full-error.ts';
import { JournalBusyError } from './journal-busy-error.ts';
import { failureOf, type SqliteFailure } from './sqlite-failure.ts';

/** Two events of a commit that do not follow each other. */
export function outOfOrder(execution: string, seq: number): InvariantError {
  return new InvariantError(`event ${seq} of execution ${execution} does not follow the one before it`);
}

/** Failures that pass: nothing was written, and the next group tries again. */
export function passing(kind: SqliteFailure['kind'], directory: string): Error | null {
  if (kind === 'full') return new DiskFullError(directory);
  return kind === 'busy' ? new JournalBusyError(directory) : null;
}

/** True for what a caller is to hear as it is; anything else says that the commit cannot be written at all. */
export function isAnswer(error: unknown): boolean {
  return error instanceof StaleCommitError || error instanceof JournalFailedError || error instanceof InvariantError;
}

/** True when it is the commit that is wrong, not the store. */
export function blamesCommit({ kind }: SqliteFailure): boolean {
  return kind === 'constraint' || kind === 'other';
}

/** A start whose idempotency key another execution has is late, like any commit that others came before. */
export function contradiction({ execution, expectedSeq }: Commit, error: unknown): Error {
  const { message } = failureOf(error);
  if (/events\.seq|streams\./.test(message)) return new StaleCommitError(execution, expectedSeq);
  return new InvariantError(`the commit after event ${expectedSeq} of execution ${execution} is unsound: ${message}`);
}
