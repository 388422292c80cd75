import { didYouMean } from '../definition/closest.ts';
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
  const names = branches.map(({ name }) => name);
  const after = branches.map((branch) => resolve(compilation, branch, { written, names }));
  if (compete && after.some((positions) => positions.length > 0)) {
    const position = after.findIndex((positions) => positions.length > 0);
    const problem = {
      message: 'branches that compete all start at once',
      hint: 'remove "after" from the branches, or "compete" from the fork',
    };
    compilation.report(pathOf(written, position), problem);
  }
  const cycle = findCycle(after);
  if (cycle !== undefined) {
    const circle = [...cycle, cycle[0] ?? 0].map((position) => `"${names[position] ?? ''}"`).join(' after ');
    compilation.report(pathOf(written, cycle[0] ?? 0), { message: `these branches wait for each other: ${circle}` });
    return branches.map(() => ({ after: [], ancestors: [], successors: [] }));
  }
  return after.map((positions, position) => ({
    after: positions,
    ancestors: closure(after, position),
    successors: after.flatMap((others, other) => (others.includes(position) ? [other] : [])),
  }));
}

interface Names {
  readonly written: WrittenBranches;
  readonly names: readonly string[];
}

function pathOf({ path, branches }: WrittenBranches, position: number): Path {
  const branch = branches[position];
  return branch === undefined ? path : [...path, branch.index, branch.name, 'metadata', 'after'];
}

function resolve(
  compilation: Compilation,
  branch: WrittenBranches['branches'][number],
  { written, names }: Names,
): readonly number[] {
  const path = [...written.path, branch.index, branch.name, 'metadata', 'after'];
  const positions = branch.after.flatMap((name, index) => {
    const position = names.indexOf(name);
    if (position >= 0) return [position];
    const others = names.filter((other) => other !== branch.name);
    compilation.report([...path, index], {
      message: `there is no branch "${name}" in this fork`,
      expected: `one of: ${others.join(', ')}`,
      ...didYouMean(name, others),
    });
    return [];
  });
  return [...new Set(positions)].toSorted((left, right) => left - right);
}

/** All branches that come before one, in declaration order. The order has no cycle. */
function closure(after: readonly (readonly number[])[], position: number): readonly number[] {
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
function findCycle(after: readonly (readonly number[])[]): readonly number[] | undefined {
  const waiting = new Map(after.map((positions, position) => [position, new Set(positions)] as const));
  const free = [...waiting].filter(([, before]) => before.size === 0).map(([position]) => position);
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    waiting.delete(next);
    for (const [position, before] of waiting) if (before.delete(next) && before.size === 0) free.push(position);
  }
  const [start] = waiting.keys();
  if (start === undefined) return undefined;
  const trail = [start];
  for (;;) {
    const [next] = waiting.get(trail.at(-1) ?? start) ?? [];
    if (next === undefined) return trail;
    if (trail.includes(next)) return trail.slice(trail.indexOf(next));
    trail.push(next);
  }
}
