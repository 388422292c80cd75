import {
  fault,
  FaultError,
  isJsonObject,
  lockTimerSuffix,
  type Json,
  type Operation,
  type StepId,
} from '@batonhq/core';
import type { GrantedLock, LockOptions } from './context.ts';
import { millisecondsOf } from './duration.ts';

/** What a function asks for to have a lock; it is the operation, not the task, that has it. */
export function lockOperation(key: string, step: StepId, { timeout }: LockOptions): Operation {
  if (typeof key !== 'string' || key === '')
    throw new FaultError(fault('validation', `the key of a lock is a text, not ${JSON.stringify(key)}`));
  const limit = timeout === undefined ? {} : { timeout: millisecondsOf(timeout) };
  return { kind: 'call', effect: { kind: 'lock', key, task: step }, repeat: 'safe', ...limit };
}

/** The lock as it was granted. */
export function readLock(key: string, granted: Json): GrantedLock {
  const token = isJsonObject(granted) ? granted['token'] : undefined;
  return { key, token: Number(token) };
}

/** The operation that ends the code of a lock when it takes too long. */
export function ttlName(name: string): string {
  return `${name}${lockTimerSuffix}`;
}
