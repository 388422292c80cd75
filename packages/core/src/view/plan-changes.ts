import type { PlanChange } from '../event/question.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Program } from '../program/program.ts';
import type { TaskNode } from '../program/task-node.ts';

/** Tasks that only hold others: what is in them is compared by itself. */
const containers: ReadonlySet<TaskNode['kind']> = new Set(['do', 'fork', 'for', 'try']);

/**
 * How the tasks of a definition differ from those of another one, in the order in which they are written; tasks are the same by
 * their path. What was replaced by a task of the same name is one change.
 *
 * @example
 * ```ts
 * import { planChanges, type Program } from '@batonhq/core';
 *
 * const namesOf = (before: Program, after: Program) => planChanges(before, after).map(({ kind, task }) => `${kind} ${task}`);
 * ```
 */
export function planChanges(before: Program, after: Program): readonly PlanChange[] {
  const [old, now] = [tasksOf(before), tasksOf(after)];
  const removed = [...old].flatMap(([task, definition]): readonly PlanChange[] =>
    now.has(task) ? [] : [{ kind: 'removed', task, before: definition }],
  );
  const others = [...now].flatMap(([task, definition]): readonly PlanChange[] => {
    const was = old.get(task);
    if (was === undefined) return [{ kind: 'added', task, after: definition }];
    return canonicalJson(was) === canonicalJson(definition)
      ? []
      : [{ kind: 'changed', task, before: was, after: definition }];
  });
  return [...removed, ...others];
}

function tasksOf({ tasks }: Program): ReadonlyMap<string, TaskNode['definition']> {
  const found = tasks.filter(({ kind, extended }) => !containers.has(kind) && extended !== true);
  return new Map(found.map(({ path, definition }) => [path, definition]));
}
