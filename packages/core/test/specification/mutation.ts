import type { SeededRandom } from '@batonhq/testing/core';
import type { Json } from '../../src/kernel/json.ts';

type Path = readonly (string | number)[];
type Branch = Record<string | number, Json>;

/** Values that fit somewhere in the language, and values that fit nowhere. */
const values: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  7,
  '',
  'text',
  '${ .x }',
  '${ }',
  'PT5S',
  'P',
  '1.0.0',
  'end',
  'https://example.com/{id}',
  'http://x',
  [],
  {},
  ['a'],
  { a: 1 },
  [{ a: { set: { b: 1 } } }],
  { seconds: 1 },
  { use: 'x' },
];

const names = [
  'foo',
  'call',
  'set',
  'with',
  'then',
  'if',
  'do',
  'use',
  'until',
  'when',
  'timeout',
  'basic',
  'any',
  'one',
  'for',
];

/** Changes a document in one place, or in three: removes, replaces, renames, adds, wraps, or grafts from another one. */
export function mutate(document: Json, donors: readonly Json[], random: SeededRandom): Json {
  const copy = structuredClone(document);
  const times = random.chance(0.7) ? 1 : 3;
  for (let time = 0; time < times; time += 1) mutateOnce(copy, donors, random);
  return copy;
}

function mutateOnce(document: Json, donors: readonly Json[], random: SeededRandom): void {
  const path = random.pick(pathsOf(document)) ?? [];
  const parent = branchAt(document, path.slice(0, -1));
  const donor = random.pick(donors) ?? null;
  const graft = random.pick(pathsOf(donor)) ?? [];
  if (parent === undefined || path.length === 0) return;
  random.pick(Array.isArray(parent) ? inLists : inMaps)?.({
    parent,
    key: path.at(-1) ?? '',
    name: graft.at(-1) ?? '',
    value: clone(valueAt(donor, graft)),
    random,
  });
}

interface Change {
  readonly parent: Branch;
  readonly key: string | number;
  readonly name: string | number;
  readonly value: Json;
  readonly random: SeededRandom;
}

type Mutation = (change: Change) => void;

const anywhere: readonly Mutation[] = [
  ({ parent, key, random }) => void (parent[key] = clone(random.pick(values) ?? null)),
  ({ parent, key, value }) => void (parent[key] = value),
  ({ parent, key }) => void (parent[key] = [parent[key] ?? null]),
];

const inLists: readonly Mutation[] = [
  ...anywhere,
  ({ parent, key }) => Array.isArray(parent) && parent.splice(Number(key), 1),
];

const inMaps: readonly Mutation[] = [
  ...anywhere,
  ({ parent, key }) => void delete parent[key],
  ({ parent, key }) => rename(parent, key),
  ({ parent, random }) => void (parent[random.pick(names) ?? ''] = clone(random.pick(values) ?? null)),
  ({ parent, name, value }) => void (parent[name] = value),
];

function rename(parent: Branch, key: string | number): void {
  parent[`${key}x`] = parent[key] ?? null;
  delete parent[key];
}

function clone(value: Json): Json {
  return structuredClone(value);
}

function pathsOf(value: Json, path: Path = []): readonly Path[] {
  const own = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return own;
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, member]) =>
      pathsOf(member, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function valueAt(root: Json, path: Path): Json {
  return path.reduce<Json>((value, key) => (isBranch(value) ? (value[key] ?? null) : null), root);
}

function branchAt(root: Json, path: Path): Branch | undefined {
  const value = valueAt(root, path);
  return isBranch(value) ? value : undefined;
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null;
}
