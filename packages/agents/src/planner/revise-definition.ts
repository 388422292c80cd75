import { isJsonObject, jsonEquals, type Json, type JsonObject } from '@batonhq/core';

/** A plan, another one for the same goal, and the tasks of the first that stay as they are. */
export interface RevisingDefinition {
  readonly before: JsonObject;
  readonly proposed: JsonObject;
  /** Names of tasks that have started or ended. */
  readonly kept: readonly string[];
}

/**
 * The definition of another plan that goes on where the first one is: tasks that have started or ended stand in it as they are, under
 * their names, and what was proposed comes after them. A proposed task that calls what a kept one of its name called is that one; other
 * tasks get another name where theirs is taken.
 */
export function reviseDefinition({ before, proposed, kept }: RevisingDefinition): JsonObject {
  const [old, now] = [branchesIn(before), branchesIn(proposed)];
  const stays = old.filter(([name]) => kept.includes(name));
  const taken = new Map(stays);
  const names = new Map(now.map(([name, task]) => [name, nameFor(name, task, taken)]));
  const renamed = [...names].filter(([from, to]) => from !== to);
  const added = now
    .filter(([name]) => !taken.has(names.get(name) ?? name))
    .map(([name, task]) => [names.get(name) ?? name, withNames(task, renamed)] as const);
  const output = proposed['output'];
  return {
    ...before,
    document: revisedDocument(objectOf(before['document']), objectOf(proposed['document'])),
    do: withBranches(before, [...stays, ...added]),
    ...(output !== undefined && { output: withNames(output, renamed) }),
  };
}

type NamedTask = readonly [name: string, task: Json];

function branchesIn(definition: JsonObject): readonly NamedTask[] {
  const [only] = listOf(definition['do']);
  const fork = objectOf(Object.values(objectOf(only))[0])['fork'];
  return listOf(objectOf(fork)['branches']).flatMap((branch) => Object.entries(objectOf(branch)));
}

/** The fork is the one that has begun: its name and whatever else it has stay. */
function withBranches(definition: JsonObject, branches: readonly NamedTask[]): Json {
  const [only] = listOf(definition['do']);
  const [[name, task] = ['work', {}]] = Object.entries(objectOf(only));
  const fork = { ...objectOf(objectOf(task)['fork']), branches: branches.map(([key, value]) => ({ [key]: value })) };
  return [{ [name]: { ...objectOf(task), fork } }];
}

/** Its own name, unless another task has it that stays and is not the same call. */
function nameFor(name: string, task: Json, taken: ReadonlyMap<string, Json>): string {
  const other = taken.get(name);
  if (other === undefined || jsonEquals(objectOf(other)['call'] ?? null, objectOf(task)['call'] ?? null)) return name;
  for (let number = 2; ; number += 1) if (!taken.has(`${name}_${number}`)) return `${name}_${number}`;
}

/** References to tasks under their new names: in expressions, in what they come after, and in what they export. */
function withNames(value: Json, renamed: readonly (readonly [from: string, to: string])[]): Json {
  if (renamed.length === 0) return value;
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'string' ? exactly(item, renamed) : withNames(item, renamed)));
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withNames(member, renamed)]));
  return typeof value === 'string' ? inExpression(value, renamed) : value;
}

function exactly(text: string, renamed: readonly (readonly [string, string])[]): string {
  return renamed.find(([from]) => from === text)?.[1] ?? inExpression(text, renamed);
}

function inExpression(text: string, renamed: readonly (readonly [string, string])[]): string {
  if (!text.includes('${')) return text;
  return renamed.reduce(
    (said, [from, to]) =>
      said
        .replaceAll(new RegExp(`(\\$context\\s*\\.\\s*)${from}\\b`, 'g'), `$1${to}`)
        .replace(`{ ${from}: . }`, `{ ${to}: . }`),
    text,
  );
}

function revisedDocument(before: JsonObject, proposed: JsonObject): JsonObject {
  const { version } = before;
  const [major = '1', minor = '0', patch = '0'] = typeof version === 'string' ? version.split('.') : [];
  const { origin, assumptions } = objectOf(proposed['metadata']);
  const more = { ...(origin !== undefined && { origin }), ...(assumptions !== undefined && { assumptions }) };
  return {
    ...before,
    version: `${major}.${minor}.${Number(patch) + 1}`,
    metadata: { ...objectOf(before['metadata']), ...more },
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
