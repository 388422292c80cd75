import type { Flow, Sequence } from './flow.ts';
import type { Program } from './program.ts';
import type { Branch, ForkNode, TaskNode } from './task-node.ts';

/** How long a task is expected to take, in milliseconds; asked only about tasks that contain no others. */
export type ExpectedDuration = (node: TaskNode) => number;

/**
 * The upward rank of every task, by its index: the longest expected way, in milliseconds, from its beginning to the end
 * of the program. Where there are not enough places, beginning the task of the highest rank first keeps the critical path
 * short (the rank of HEFT: Topcuoglu, Hariri and Wu, 2002). Loops count once, a wait as long as it says, and what happens
 * only after a fault (catches, undoing) has a rank but prolongs nothing.
 *
 * @example
 * const ranks = upwardRanks(program, () => 1_000);
 * program.tasks.toSorted((left, right) => (ranks[right.index] ?? 0) - (ranks[left.index] ?? 0))[0]; // begins the critical path
 */
export function upwardRanks(program: Program, durationOf: ExpectedDuration): Float64Array {
  const ranking: Ranking = { program, durationOf, ranks: new Float64Array(program.tasks.length) };
  for (const index of program.functions.values()) rank(ranking, index, 0);
  rankSequence(ranking, program.root, 0);
  return ranking.ranks;
}

interface Ranking {
  readonly program: Program;
  readonly durationOf: ExpectedDuration;
  readonly ranks: Float64Array;
}

/** The rank of a task when the way behind it takes `tail`; ranks everything inside it too. */
function rank(ranking: Ranking, index: number, tail: number): number {
  const node = ranking.program.tasks[index];
  if (node === undefined) return tail;
  const length = lengthFrom(ranking, node, tail);
  ranking.ranks[index] = length;
  return length;
}

function lengthFrom(ranking: Ranking, node: TaskNode, tail: number): number {
  switch (node.kind) {
    case 'do':
    case 'for':
      return rankSequence(ranking, node.sequence, tail);
    case 'try':
      if (node.catch.sequence !== undefined) rankSequence(ranking, node.catch.sequence, tail);
      return rankSequence(ranking, node.sequence, tail);
    case 'fork':
      return rankBranches(ranking, node, tail);
    case 'listen': {
      const each = node.foreach === undefined ? tail : rankSequence(ranking, node.foreach.sequence, tail);
      return ranking.durationOf(node) + each;
    }
    case 'wait':
    case 'set':
    case 'switch':
    case 'raise':
    case 'call':
    case 'emit':
      return ranking.durationOf(node) + tail;
  }
}

/** From the last task to the first: each is as far from the end as what may follow it. */
function rankSequence(ranking: Ranking, { tasks }: Sequence, tail: number): number {
  const lengths = new Float64Array(tasks.length);
  const after = (position: number, flow: Flow): number => {
    if (flow.kind === 'end') return 0;
    const next = flow.kind === 'continue' ? position + 1 : flow.kind === 'task' ? flow.position : tasks.length;
    // What goes back is a loop, and loops count once.
    return next > position ? (lengths[next] ?? tail) : tail;
  };
  for (let position = tasks.length - 1; position >= 0; position -= 1) {
    const index = tasks[position] ?? -1;
    const ways = flowsFrom(ranking.program.tasks[index]).map((flow) => after(position, flow));
    lengths[position] = rank(ranking, index, Math.max(...ways));
  }
  return lengths[0] ?? tail;
}

function flowsFrom(node: TaskNode | undefined): readonly Flow[] {
  if (node === undefined) return [{ kind: 'continue' }];
  if (node.kind !== 'switch') return [node.then];
  const hasDefault = node.cases.some(({ when }) => when === undefined);
  return [...node.cases.map(({ then }) => then), ...(hasDefault ? [] : [node.then])];
}

/** A branch comes after all that name it in `after` were ranked, whatever their order in the definition. */
function rankBranches(ranking: Ranking, { branches }: ForkNode, tail: number): number {
  const tails = new Float64Array(branches.length).fill(tail);
  const unranked = branches.map(({ successors }) => successors.length);
  const ready = branches.flatMap(({ successors }, position) => (successors.length === 0 ? [position] : []));
  let longest = tail;
  for (let position = ready.pop(); position !== undefined; position = ready.pop()) {
    const branch = branches[position];
    if (branch === undefined) continue;
    const length = rank(ranking, branch.task, tails[position] ?? tail);
    longest = Math.max(longest, length);
    ready.push(...releasedBy(branch, { tails, unranked, length }));
  }
  return longest;
}

/** Tells what a branch comes after how long it takes from there; gives those of them that wait for nobody else. */
function releasedBy(
  { after }: Branch,
  { tails, unranked, length }: { readonly tails: Float64Array; readonly unranked: number[]; readonly length: number },
): readonly number[] {
  return after.filter((earlier) => {
    tails[earlier] = Math.max(tails[earlier] ?? 0, length);
    unranked[earlier] = (unranked[earlier] ?? 1) - 1;
    return unranked[earlier] === 0;
  });
}
