import { didYouMean } from '../definition/closest.ts';
import { assert } from '../kernel/assert.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Compilation, Path } from './compilation.ts';
import type { Branch } from './task-node.ts';

/** Branches as written, and where they stand. */
export interface WrittenBranches {
  readonly branches: readonly { readonly name: string; readonly index: number; readonly after: readonly string[] }[];
  readonly path: Path;
  readonly compete: boolean;
}

/** What comes before and after a branch, as positions. */
export type BranchOrder = Pick<Branch, 'after' | 'ancestors' | 'successors'>;

/** The names in `metadata.after`; anything else there is reported with the metadata. */
export function afterOf(metadata: JsonObject | undefined): readonly string[] {
  const after = metadata?.['after'];
  return Array.isArray(after) ? after.filter((name) => typeof name === 'string') : [];
}

/** Resolves `metadata.after` of the branches of one fork. Unknown names, cycles and races with an order are reported. */
export function branchOrder(compilation: Compilation, written: WrittenBranches): readonly BranchOrder[] {
  const { branches, compete } = written;
  const names = new Map(branches.map(({ name }, position) => [name, position] as const).toReversed());
  const after = branches.map((_, position) => resolve(compilation, { written, names, position }));
  const ordered = after.findIndex((positions) => positions.length > 0);
  if (compete && ordered >= 0) {
    const hint = 'remove "after" from the branches, or "compete" from the fork';
    compilation.report(pathOf(written, ordered), { message: 'branches that compete all start at once', hint });
  }
  const successors = invert(after);
  const cycle = findCycle(after, successors);
  if (cycle !== undefined) {
    const circle = [...cycle, cycle[0] ?? 0].map((position) => `"${branches[position]?.name ?? ''}"`).join(' after ');
    compilation.report(pathOf(written, cycle[0] ?? 0), { message: `these branches wait for each other: ${circle}` });
    return [];
  }
  return after.map((positions, position) => ({
    after: positions,
    ancestors: closure(after, position),
    successors: successors[position] ?? [],
  }));
}

function pathOf({ path, branches }: WrittenBranches, position: number): Path {
  const branch = branches[position];
  return branch === undefined ? path : [...path, branch.index, branch.name, 'metadata', 'after'];
}

interface Resolving {
  readonly written: WrittenBranches;
  readonly names: ReadonlyMap<string, number>;
  readonly position: number;
}

function resolve(compilation: Compilation, { written, names, position }: Resolving): readonly number[] {
  const branch = written.branches[position];
  const positions = (branch?.after ?? []).flatMap((name, index) => {
    const before = names.get(name);
    if (before !== undefined) return [before];
    const others = [...names.keys()].toReversed().filter((other) => other !== branch?.name);
    const problem = { message: `there is no branch "${name}" in this fork`, expected: `one of: ${others.join(', ')}` };
    compilation.report([...pathOf(written, position), index], { ...problem, ...didYouMean(name, others) });
    return [];
  });
  return [...new Set(positions)].toSorted((left, right) => left - right);
}

type Edges = readonly (readonly number[])[];

/** Who comes after each, from who comes before each. */
function invert(after: Edges): Edges {
  const successors = after.map((): number[] => []);
  after.forEach((positions, position) => positions.forEach((before) => successors[before]?.push(position)));
  return successors;
}

/** All branches that come before one, in declaration order. The order has no cycle. */
function closure(after: Edges, position: number): readonly number[] {
  const seen = new Set<number>();
  const open = [...(after[position] ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(after[next] ?? []));
  }
  return [...seen].toSorted((left, right) => left - right);
}

/** Branches that wait for each other in a circle; undefined when there are none. */
function findCycle(after: Edges, successors: Edges): readonly number[] | undefined {
  const waitingFor = after.map((positions) => positions.length);
  const free = waitingFor.flatMap((count, position) => (count === 0 ? [position] : []));
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    for (const successor of successors[next] ?? []) {
      const left = (waitingFor[successor] ?? 0) - 1;
      waitingFor[successor] = left;
      if (left === 0) free.push(successor);
    }
  }
  const stuck = new Set(waitingFor.flatMap((count, position) => (count > 0 ? [position] : [])));
  const [start] = stuck;
  return start === undefined ? undefined : circleFrom(start, after, stuck);
}

/** Every stuck branch waits for a stuck one, so walking back comes round to where it was. */
function circleFrom(start: number, after: Edges, stuck: ReadonlySet<number>): readonly number[] {
  const trail = new Set([start]);
  let next = start;
  for (;;) {
    const before = after[next]?.find((position) => stuck.has(position));
    assert(before !== undefined, 'a stuck branch waits for a stuck one');
    if (trail.has(before)) return [...trail].slice([...trail].indexOf(before));
    trail.add(before);
    next = before;
  }
}
