import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { ConflictError, type BasisOptions, type FailedPlan, type Replan } from '@batonhq/engine';
import type { SeededRandom, Seed } from '../random/seeded-random.ts';

/** True for seeds whose main program is a plan that is revised when one of its tasks fails. */
export function isPlanning(seed: Seed): boolean {
  return seed % 7 === 1;
}

/** A plan: one fork of calls, some after others, of which some fail. */
export function randomPlan(random: SeededRandom, name: string): JsonObject {
  const names: string[] = [];
  const branches = Array.from({ length: random.between(2, 6) }, (_, index): JsonObject => {
    const task = `t${index}`;
    const after = names.filter(() => random.chance(0.4));
    names.push(task);
    return { [task]: randomTask(random, after) };
  });
  const document = { dsl: '1.0.3', namespace: 'test', name, version: '1.0.0', metadata: { onFault: 'revise' } };
  return { document, do: [{ work: { fork: { branches } } }] };
}

function randomTask(random: SeededRandom, after: readonly string[]): JsonObject {
  const call = random.pick(['pay', 'flaky', 'flaky', 'once', 'transfer', 'slow', 'ghost']) ?? 'pay';
  const repeat = call === 'once' ? { repeat: 'never' } : {};
  if (random.chance(0.15))
    return { wait: { milliseconds: random.pick([10, 60_000]) ?? 10 }, metadata: { after: [...after] } };
  return { call, metadata: { after: [...after], ...repeat } };
}

const broken = 'the planner broke';

/** True for what a planner did that somebody is told about: it broke, or proposed what touches what has started. */
export function isOfPlanner(error: unknown): boolean {
  if (error instanceof ConflictError) return error.code === 'not-revisable';
  return error instanceof RangeError && error.message === broken;
}

/** A planner that knows another way, knows none, breaks, or proposes what must not be. */
export function randomReplan(random: SeededRandom): Replan {
  return async (failed) => {
    await Promise.resolve();
    if (random.chance(0.1)) throw new RangeError(broken);
    if (failed.revisions > 4 || random.chance(0.2)) return null;
    const definition = random.chance(0.3) ? failed.definition : revised(failed, random);
    return { definition, because: 'it failed', by: 'the planner' };
  };
}

/** What plans rest on, which is looked at again soon and is another thing now and then. */
export function randomBasis(random: SeededRandom): BasisOptions {
  return {
    compareAfter: 5_000,
    async read() {
      await Promise.resolve();
      return { file: { facts: random.chance(0.7) ? 'as they were' : 'as they are' } };
    },
  };
}

/** The plan with another task in place of the one that failed; now and then it touches one that has started. */
function revised({ definition, name, begun, revisions }: FailedPlan, random: SeededRandom): JsonObject {
  const other = `${name}r${revisions + 1}`;
  const touched = random.chance(0.1) ? begun[0] : undefined;
  const branches = branchesOf(definition).map((branch): JsonObject => {
    const [[task, body] = ['', null]] = Object.entries(branch);
    const after = afterOf(body).map((before) => (before === name ? other : before));
    if (task === name) return { [other]: randomTask(random, after) };
    if (task === touched) return { [task]: { call: 'slow', metadata: { after } } };
    return begun.includes(task) ? branch : { [task]: withAfter(body, after) };
  });
  return { ...definition, do: [{ work: { fork: { branches } } }] };
}

function branchesOf(definition: JsonObject): readonly JsonObject[] {
  const [only] = Array.isArray(definition['do']) ? definition['do'] : [];
  const work = isJsonObject(only) ? only['work'] : null;
  const fork = isJsonObject(work ?? null) ? Object(work)['fork'] : null;
  return isJsonObject(fork) && Array.isArray(fork['branches'])
    ? fork['branches'].filter((one) => isJsonObject(one))
    : [];
}

function afterOf(body: Json): readonly string[] {
  const metadata = isJsonObject(body) ? body['metadata'] : null;
  const after = isJsonObject(metadata ?? null) ? Object(metadata)['after'] : [];
  return Array.isArray(after) ? after.filter((name) => typeof name === 'string') : [];
}

function withAfter(body: Json, after: readonly string[]): Json {
  if (!isJsonObject(body)) return body;
  const { metadata } = body;
  return { ...body, metadata: { ...(isJsonObject(metadata ?? null) ? Object(metadata) : {}), after: [...after] } };
}
