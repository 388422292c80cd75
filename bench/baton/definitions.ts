/** The definitions of the load: calls of one trivial function, in a row, at once, in a loop, and as a plan. */
import type { JsonObject } from '@batonhq/core';

/** The function that every step of the load calls; it counts itself. */
export const tick = 'tick:1.0.0@default';

/** A task of a sequence or a branch: a name and what it does. */
type NamedTask = JsonObject;

function definition(name: string, tasks: readonly NamedTask[]): JsonObject {
  return { document: { dsl: '1.0.3', namespace: 'bench', name, version: '1.0.0' }, do: tasks };
}

/** Steps in a row. */
export function inSequence(steps: number): JsonObject {
  return definition(`sequence-${steps}`, calls(steps));
}

/** Steps at once, and their join. */
export function atOnce(steps: number): JsonObject {
  return definition(`fan-out-${steps}`, [{ all: { fork: { branches: calls(steps) } } }]);
}

/** One step again and again: the history grows, what is open does not. */
export function inLoop(): JsonObject {
  return definition('loop', [{ again: { for: { in: '${ .items }' }, do: [{ step: { call: tick, with: {} } }] } }]);
}

/** Waits for a message that never comes. */
export function waitingForever(): JsonObject {
  return definition('waiting', [{ message: { listen: { to: { one: { with: { type: 'never' } } } } } }]);
}

/** One step that calls a function, whatever it does. */
export function oneCall(name: string, call: string): JsonObject {
  return definition(name, [{ step: { call } }]);
}

/** A task of a plan: how long it takes and what it comes after. */
export type PlannedTask = { readonly name: string; readonly ms: number; readonly after: readonly string[] };

/** A plan as the architecture writes it: one fork, dependencies in the metadata. */
export function asPlan(name: string, tasks: readonly PlannedTask[]): JsonObject {
  const branches = tasks.map(({ name: task, ms, after }) => ({
    [task]: { call: 'work:1.0.0@default', with: { ms }, metadata: { after: [...after] } },
  }));
  return definition(name, [{ plan: { fork: { branches } } }]);
}

function calls(count: number): readonly NamedTask[] {
  return Array.from({ length: count }, (_, index) => ({ [`step${index}`]: { call: tick, with: {} } }));
}
