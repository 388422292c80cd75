import type { ValueOrigin } from '../../client/approvals.ts';
import type { Json, JsonObject } from '../../client.ts';

/** One value of a call, and where it came from. */
export interface Argument {
  readonly path: string;
  readonly value: Json;
  readonly origin: ValueOrigin | null;
}

/** Members of a call that say how it is recorded, not what it does. */
const ofRecording = new Set([
  'kind',
  'name',
  'version',
  'protocol',
  'process',
  'hinted',
  'redirect',
  'output',
  'await',
  'return',
]);

/** Values at most: who wants more looks at the whole call. */
const most = 200;

/** The values of a call one by one, each beside its origin: that of the longest path that leads to it. */
export function argumentsOf(call: JsonObject, origins: readonly ValueOrigin[]): readonly Argument[] {
  return Object.entries(call)
    .filter(([name]) => !ofRecording.has(name))
    .flatMap(([name, value]) => leaves(name, value))
    .slice(0, most)
    .map(({ path, value }) => ({ path, value, origin: originOf(path, origins) }));
}

interface Leaf {
  readonly path: string;
  readonly value: Json;
}

function leaves(path: string, value: Json): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const members = Object.entries(value);
  if (members.length === 0) return [{ path, value }];
  return members.flatMap(([name, member]) =>
    leaves(Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`, member),
  );
}

function originOf(path: string, origins: readonly ValueOrigin[]): ValueOrigin | null {
  const leading = origins.filter(
    (one) => path === one.path || (/^[.[]/.test(path.slice(one.path.length)) && path.startsWith(one.path)),
  );
  return leading.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}
