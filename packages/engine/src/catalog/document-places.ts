import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';

/** Steps from the root of a definition to a value in it. */
export type Path = readonly (string | number)[];

/** A value of a definition and where it stands. */
export interface Placed {
  readonly value: JsonObject;
  readonly path: Path;
}

/** Every task of a definition, those of functions, extensions and iterators included. */
export function tasksIn(definition: JsonObject): readonly Placed[] {
  const found: Placed[] = [];
  const use = member(definition['use'], []);
  inList(definition['do'], ['do'], found);
  for (const [name, task] of Object.entries(member(use.value['functions'], []).value))
    inTask(task, ['use', 'functions', name], found);
  const extensions = use.value['extensions'];
  if (Array.isArray(extensions))
    extensions.forEach((item: Json, index) => {
      for (const [name, extension] of Object.entries(member(item, []).value))
        for (const part of ['before', 'after'])
          inList(member(extension, []).value[part], ['use', 'extensions', index, name, part], found);
    });
  return found;
}

/** Every `schema` of a definition: of its own input and output, of its tasks, and of what is done for each event. */
export function schemasIn(definition: JsonObject): readonly Placed[] {
  const holders: readonly Placed[] = [{ value: definition, path: [] }, ...tasksIn(definition)];
  const iterators = holders.flatMap(({ value, path }) => [
    member(value['foreach'], [...path, 'foreach']),
    member(dig(value, ['with', 'subscription', 'foreach']), [...path, 'with', 'subscription', 'foreach']),
  ]);
  return [...holders, ...iterators].flatMap(({ value, path }) =>
    ['input', 'output', 'export'].flatMap((part) => {
      const schema = member(value[part], []).value['schema'];
      return isJsonObject(schema) ? [{ value: schema, path: [...path, part, 'schema'] }] : [];
    }),
  );
}

/** A copy of a definition with other values at some places. */
export function withValues(definition: JsonObject, values: ReadonlyMap<Path, Json>): JsonObject {
  let copy: Json = definition;
  for (const [path, value] of values) copy = replaced(copy, path, value);
  return isJsonObject(copy) ? copy : definition;
}

function replaced(value: Json | undefined, [step, ...rest]: Path, inner: Json): Json {
  if (step === undefined) return inner;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, inner) : item));
  const members = isJsonObject(value) ? value : {};
  return { ...members, [step]: replaced(members[step], rest, inner) };
}

function inList(list: Json | undefined, path: Path, found: Placed[]): void {
  if (!Array.isArray(list)) return;
  list.forEach((item: Json, index) => {
    for (const [name, task] of Object.entries(member(item, []).value)) inTask(task, [...path, index, name], found);
  });
}

/** Where a task holds tasks. */
const lists: readonly Path[] = [
  ['do'],
  ['try'],
  ['catch', 'do'],
  ['fork', 'branches'],
  ['foreach', 'do'],
  ['with', 'subscription', 'foreach', 'do'],
];

function inTask(task: Json, path: Path, found: Placed[]): void {
  if (!isJsonObject(task)) return;
  found.push({ value: task, path });
  for (const place of lists) inList(dig(task, place), [...path, ...place], found);
}

function dig(value: Json, path: Path): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) current = isJsonObject(current) ? current[step] : undefined;
  return current;
}

function member(value: Json | undefined, path: Path): Placed {
  return { value: isJsonObject(value) ? value : {}, path };
}
