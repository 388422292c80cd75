import { OverloadedError } from '../errors.ts';
import { DiskFullError } from '../sqlite/disk-full-error.ts';
import { JournalBusyError } from '../sqlite/journal-busy-error.ts';

/** True for a refusal that says nothing against what was refused: it can be tried again. */
export function isPassing(error: unknown): boolean {
  return [OverloadedError, DiskFullError, JournalBusyError].some((kind) => error instanceof kind);
}
