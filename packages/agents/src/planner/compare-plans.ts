import { jsonEquals, type Json } from '@batonhq/core';
import type { Plan, PlannedTask } from './plan.ts';

/** One difference between two plans. */
export type PlanChange =
  | { readonly kind: 'added'; readonly task: string; readonly function: string; readonly risk: string }
  | { readonly kind: 'removed'; readonly task: string; readonly function: string; readonly risk: string }
  | {
      readonly kind: 'changed';
      readonly task: string;
      /** The members that differ: `with`, `call`, `after`, `metadata`… */
      readonly members: readonly { readonly name: string; readonly before: Json; readonly after: Json }[];
      readonly risk: string;
    };

/** What is different, and for which of it somebody has to agree anew. */
export interface PlanDifference {
  readonly changes: readonly PlanChange[];
  /** Tasks that were added or changed and are no smaller a matter than reading: what a revision asks about. */
  readonly toApprove: readonly string[];
}

/** Compares two plans task by task: what a person who agreed to the first has to look at in the second. */
export function comparePlans(before: Plan, after: Plan): PlanDifference {
  const [old, now] = [branchesOf(before), branchesOf(after)];
  const removed = before.tasks.filter(({ name }) => !now.has(name)).map((task) => aboutTask('removed', task));
  const changes = after.tasks.flatMap((task): readonly PlanChange[] => {
    const was = old.get(task.name);
    if (was === undefined) return [aboutTask('added', task)];
    const members = membersChanged(was, now.get(task.name) ?? {});
    return members.length === 0 ? [] : [{ kind: 'changed', task: task.name, members, risk: task.risk }];
  });
  const touched = new Set(changes.map(({ task }) => task));
  const asked = after.tasks.filter((task) => touched.has(task.name) && (task.needsApproval || task.risk !== 'low'));
  return { changes: [...changes, ...removed], toApprove: asked.map(({ name }) => name) };
}

function aboutTask(kind: 'added' | 'removed', { name, function: called, risk }: PlannedTask): PlanChange {
  return { kind, task: name, function: called, risk };
}

type Branch = { readonly [member: string]: Json };

function branchesOf({ definition }: Plan): ReadonlyMap<string, Branch> {
  const branches = at(at(at(at(at(definition, 'do'), 0), 'work'), 'fork'), 'branches');
  const entries = Array.isArray(branches) ? branches.flatMap((branch) => Object.entries(Object(branch))) : [];
  return new Map(entries.map(([name, body]) => [name, Object(body)]));
}

function at(value: Json, key: string | number): Json {
  if (Array.isArray(value) && typeof key === 'number') return value[key] ?? null;
  const members: { readonly [name: string]: Json } = Object(value);
  return members[key] ?? null;
}

function membersChanged(before: Branch, after: Branch): Extract<PlanChange, { kind: 'changed' }>['members'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null];
    return jsonEquals(was, is) ? [] : [{ name, before: was, after: is }];
  });
}
