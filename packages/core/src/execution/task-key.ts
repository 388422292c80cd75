import type { StepId, TaskKey, TimerId } from '../step/step.ts';

/*
 * Grammar of task keys (names are escaped as the compiler does, so the marks below are never part of a name):
 *   key   = name ["#" turn] { scope "/" name ["#" turn] }
 *   scope = ""  (do, fork, first attempt of a try)  |  "[" index "]" (for)  |  ":" attempt (try)  |  ":catch"
 *   the undoing of a task has the key of the task followed by ":undo"
 */

const undoMark = ':undo';

/** The parent key of tasks that stand in the workflow's own `do`. */
export const rootKey: TaskKey = '';

/** The parent key of a compensation. */
export const undoKey: TaskKey = undoMark;

/** The key of the compensation of a task. */
export function undoOf(key: TaskKey): TaskKey {
  return key + undoMark;
}

/** True for a compensation and everything inside one. */
export function isUndo(key: TaskKey): boolean {
  return key.includes(undoMark);
}

/** The key of the frame that a task stands in: {@link rootKey}, {@link undoKey}, or that of a task. */
export function parentOf(key: TaskKey): TaskKey {
  if (key.endsWith(undoMark)) return undoKey;
  const slash = key.lastIndexOf('/');
  return slash < 0 ? rootKey : withoutScope(key.slice(0, slash));
}

function withoutScope(prefix: string): TaskKey {
  if (prefix.endsWith(']')) return prefix.slice(0, prefix.lastIndexOf('['));
  const colon = prefix.lastIndexOf(':');
  if (colon < 0 || prefix.indexOf('/', colon) >= 0 || prefix.endsWith(undoMark)) return prefix;
  return prefix.slice(0, colon);
}

/** The task's own name within its parent, still escaped, without what makes the instance unique. */
export function lastName(key: TaskKey): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const mark = name.search(/[#:[]/);
  return mark < 0 ? name : name.slice(0, mark);
}

/** The key of a task by the prefix of its container, its escaped name, and how often it was entered before. */
export function childKey(prefix: string, name: string, turn: number): TaskKey {
  const own = turn === 0 ? name : `${name}#${turn}`;
  return prefix === '' ? own : `${prefix}/${own}`;
}

/** The key without attempts of a `try`: the same logical step in every attempt. */
export function withoutAttempts(key: string): string {
  return key.includes(':') ? key.replaceAll(/:\d+(?=[/|]|$)/g, '') : key;
}

/** The key of the task that a step belongs to. */
export function taskOfStep(step: StepId): TaskKey {
  const bar = step.indexOf('|');
  return bar < 0 ? step : step.slice(0, bar);
}

/** True when the step is an operation of a durable function. */
export function isOperation(step: StepId): boolean {
  return step.includes('|');
}

/** What a timer is for. */
export type TimerPurpose = 'wait' | 'retry' | 'timeout' | 'attempt' | 'operation' | 'approval';

/** The id of a timer. */
export function timerId(purpose: TimerPurpose, of: string): TimerId {
  return `${purpose}:${of}`;
}

/** Takes a timer id apart. */
export function readTimerId(timer: TimerId): { readonly purpose: string; readonly of: string } {
  const colon = timer.indexOf(':');
  return { purpose: timer.slice(0, colon), of: timer.slice(colon + 1) };
}
