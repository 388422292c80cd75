import { JournalFailedError } from '@batonhq/core';
import { ConflictError, DiskFullError, EngineClosedError, NotFoundError, OverloadedError } from '@batonhq/engine';

const refusals = [
  ConflictError,
  NotFoundError,
  OverloadedError,
  EngineClosedError,
  DiskFullError,
  JournalFailedError,
] as const;

/** True for an answer that says no: whoever asked knows that nothing can be relied on. Anything else is a defect. */
export function isRefusal(error: unknown): boolean {
  return refusals.some((kind) => error instanceof kind);
}
