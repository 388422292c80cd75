import type { ExecutionEvent, Recorded } from '../event/event.ts';
import { jsonEquals, type Json } from '../kernel/json.ts';
import { faultToJson } from '../kernel/fault.ts';
import { escapeName } from '../program/task-path.ts';
import type { TaskKey } from '../step/step.ts';
import { isUndo, lastName, parentOf, rootKey } from './task-key.ts';

/** Every task of an execution that began, its past included, in the order in which they began. */
export function tasksBegun(events: readonly Recorded[]): readonly TaskKey[] {
  const first = events[0]?.event;
  const earlier = first?.kind === 'execution.started' && first.past !== undefined ? tasksBegun(first.past.events) : [];
  const own = events.flatMap(({ event }) => (begins(event) && !isUndo(event.task) ? [event.task] : []));
  return [...new Set([...earlier, ...own])];
}

function begins(event: ExecutionEvent): event is ExecutionEvent & { readonly task: TaskKey } {
  return event.kind === 'task.started' || event.kind === 'task.completed' || event.kind === 'task.faulted';
}

/** The tasks that a person may mean: the one with this reference, else those with this name. */
export function tasksNamed(events: readonly Recorded[], text: string): readonly TaskKey[] {
  const begun = tasksBegun(events);
  return begun.includes(text) ? [text] : begun.filter((key) => lastName(key) === escapeName(text));
}

/**
 * Where to retry a faulted execution: the task that faulted first of those that carried the fault out of the workflow,
 * or, when work was undone after it, the first task that was undone: what comes after it needs it again. Null when no
 * task is to blame (invalid input, the workflow's own time-out).
 */
export function retryPoint(events: readonly Recorded[]): TaskKey | null {
  const undone = new Set(events.flatMap(({ event }) => (event.kind === 'compensation.started' ? [event.of] : [])));
  const firstUndone = tasksBegun(events).find((key) => undone.has(key));
  return firstUndone ?? faultedTask(events);
}

function faultedTask(events: readonly Recorded[]): TaskKey | null {
  const end = events.findLast(({ event }) => event.kind === 'execution.faulting' || event.kind === 'execution.faulted');
  if (end === undefined || !('fault' in end.event)) return null;
  const faulted = events.flatMap(({ seq, event }) =>
    event.kind === 'task.faulted' && seq < end.seq && !isUndo(event.task) ? [event] : [],
  );
  const isSame = (other: Json): boolean => 'fault' in end.event && jsonEquals(other, faultToJson(end.event.fault));
  let blamed: TaskKey | null = null;
  for (let parent = rootKey, next = faulted.length; next > 0;) {
    const index = faulted.findLastIndex(
      ({ task, fault }, at) => at < next && parentOf(task) === parent && isSame(faultToJson(fault)),
    );
    const found = faulted[index];
    if (found === undefined) break;
    blamed = found.task;
    parent = found.task;
    next = index;
  }
  return blamed;
}
