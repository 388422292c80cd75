import type { OperationState } from '../step/operation.ts';
import type { StepId } from '../step/step.ts';
import type { OpenOperation, Operations } from './state.ts';

/*
 * Open operations are kept in buckets by their step, a power of two of them that grows with what is open: finding and
 * changing one costs the same however many a function asks for at once. Plain arrays, so that a snapshot is plain JSON;
 * none at all while nothing is open.
 */

/** Operations of a bucket from which on there are twice as many buckets. */
const crowded = 32;
const mostBuckets = 4_096;

/** No open operations. */
export const noOperations: Operations = [];

/** The open operation of a step; undefined when there is none. */
export function openOperation(operations: Operations, step: StepId): OpenOperation | undefined {
  return operations[bucketOf(operations, step)]?.find((open) => open.step === step);
}

/** True when something is open. */
export function hasOperations(operations: Operations): boolean {
  return operations.length > 0;
}

/** True when one of them, in whatever order, is of this kind. */
export function someOperation(operations: Operations, holds: (open: OpenOperation) => boolean): boolean {
  return operations.some((bucket) => bucket.some(holds));
}

/** All of them, oldest first. */
export function allOperations(operations: Operations): readonly OpenOperation[] {
  const [only = noneOpen, ...others] = operations;
  return others.length === 0 ? only : operations.flat().toSorted((left, right) => left.since - right.since);
}

/** The operations with one more, or with one changed. */
export function withOperation(operations: Operations, changed: OpenOperation): Operations {
  if (operations.length === 0) return [[changed]];
  const index = bucketOf(operations, changed.step);
  const bucket = operations[index] ?? [];
  const at = bucket.findIndex((open) => open.step === changed.step);
  if (at >= 0) return operations.with(index, bucket.with(at, changed));
  const next = operations.with(index, [...bucket, changed]);
  return bucket.length < crowded || operations.length === mostBuckets ? next : spread(next);
}

/** The operations without that of a step. */
export function withoutOperation(operations: Operations, step: StepId): Operations {
  if (openOperation(operations, step) === undefined) return operations;
  const index = bucketOf(operations, step);
  const rest = (operations[index] ?? []).filter((open) => open.step !== step);
  const next = operations.with(index, rest);
  return rest.length === 0 && next.every((bucket) => bucket.length === 0) ? noOperations : next;
}

/** The key of the lock that an open operation asks for; null when it asks for none. */
export function lockOf(state: OperationState): string | null {
  const operation = 'operation' in state ? state.operation : null;
  return operation?.kind === 'call' && operation.effect.kind === 'lock' ? operation.effect.key : null;
}

/** How the operation that bounds the code of a lock is called: the lock's name, and this. */
export const lockTimerSuffix = '.ttl';

/** True for the operation that bounds the code of a lock which is held. */
export function isLockTimer(operations: Operations, { step }: OpenOperation): boolean {
  if (!step.endsWith(lockTimerSuffix)) return false;
  return openOperation(operations, step.slice(0, -lockTimerSuffix.length))?.state.kind === 'holding';
}

/** When the timer of an open operation fires; undefined when it has none. */
export function dueOf(state: OperationState): number | undefined {
  return state.kind === 'sleeping' || state.kind === 'waiting' || state.kind === 'performing' ? state.due : undefined;
}

const noneOpen: readonly OpenOperation[] = [];

/** Distributes over twice as many buckets. */
function spread(operations: Operations): Operations {
  const buckets: OpenOperation[][] = Array.from({ length: operations.length * 2 }, () => []);
  for (const open of allOperations(operations)) buckets[bucketOf(buckets, open.step)]?.push(open);
  return buckets;
}

/** FNV-1a over the step, as many bits of it as there are buckets for. */
function bucketOf({ length }: Operations, step: StepId): number {
  if (length < 2) return 0;
  let sum = 0x811c9dc5;
  for (let index = 0; index < step.length; index += 1) sum = Math.imul(sum ^ step.charCodeAt(index), 0x01000193);
  return (sum ^ (sum >>> 16)) & (length - 1);
}
