import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { findFunction } from './catalog.ts';
import type { PlannableFunction } from './plan.ts';
import { expressionIn, namesIn } from './validate/check-arguments.ts';

/** A plan, and what is to take its place. */
export interface RevisedPlan {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Those that plans may use: they say what is written. */
  readonly functions: readonly PlannableFunction[];
}

/** A task of a plan, as far as its results go. */
interface GivingTask {
  readonly name: string;
  readonly function: string;
  readonly after: readonly string[];
  readonly writes: readonly string[];
}

/**
 * Names of tasks whose results a plan is for, and that another plan has neither kept nor put anything in the place of; empty when it
 * still comes to what was wanted. A plan is for what its `output` singles out, what it writes, and tasks that nothing comes after.
 * In the place of such a task stands one that is new, a result too, and either the same function or one that writes what it wrote.
 *
 * @example
 * ```ts
 * import { lostResults } from '@batonhq/agents/planner';
 *
 * const plan = (...names: string[]) => ({
 *   do: [{ work: { fork: { branches: names.map((name) => ({ [name]: { call: `${name}:1.0.0@default` } })) } } }],
 * });
 * console.log(lostResults({ before: plan('report', 'mail'), after: plan('report'), functions: [] })); // ['mail']
 * ```
 */
export function lostResults({ before, after, functions }: RevisedPlan): readonly string[] {
  const [old, now] = [tasksIn(before, functions), tasksIn(after, functions)];
  const fresh = resultsOf(after, now).filter((task) => !old.some((known) => isSame(known, task)));
  const missing = resultsOf(before, old).filter((task) => !now.some((kept) => isSame(kept, task)));
  return missing.flatMap((task) => {
    const other =
      fresh.find((one) => one.function === task.function) ??
      fresh.find(({ writes }) => task.writes.every((what) => writes.includes(what)));
    if (other === undefined) return [task.name];
    fresh.splice(fresh.indexOf(other), 1);
    return [];
  });
}

function isSame(one: GivingTask, other: GivingTask): boolean {
  return one.name === other.name && one.function === other.function;
}

function resultsOf(definition: JsonObject, tasks: readonly GivingTask[]): readonly GivingTask[] {
  const used = new Set(tasks.flatMap(({ after }) => after));
  const named = new Set(namesWithin(definition['output']));
  // An output that has a word on every task singles out none.
  const isAll = tasks.every(({ name }) => named.has(name));
  return tasks.filter(({ name, writes }) => writes.length > 0 || !used.has(name) || (!isAll && named.has(name)));
}

function namesWithin(output: Json | undefined): readonly string[] {
  const as = isJsonObject(output) ? output['as'] : undefined;
  return typeof as === 'string' ? namesIn(expressionIn(as) ?? '') : [];
}

function tasksIn(definition: JsonObject, functions: readonly PlannableFunction[]): readonly GivingTask[] {
  const work = Object.values(objectOf(listOf(definition['do'])[0]))[0];
  const branches = listOf(objectOf(objectOf(work)['fork'])['branches']);
  return branches.flatMap((branch) =>
    Object.entries(objectOf(branch)).map(([name, task]) => givingTask(name, objectOf(task), functions)),
  );
}

function givingTask(name: string, task: JsonObject, functions: readonly PlannableFunction[]): GivingTask {
  const called = typeof task['call'] === 'string' ? (/^[^:@]+/.exec(task['call'])?.[0] ?? '') : '';
  const after = listOf(objectOf(task['metadata'])['after']).filter((one) => typeof one === 'string');
  return { name, function: called, after, writes: findFunction(functions, { name: called })?.facts.writes ?? [] };
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
