import type { Sequence } from './flow.ts';
import type { Program } from './program.ts';
import type { ForkNode, TaskNode } from './task-node.ts';

/** Tasks that may begin at the same time, when each task takes as long as any other. */
export type Level = readonly TaskNode[];

/**
 * The dependency levels of a program: a task stands one level below the last of what it comes after. Only tasks that do
 * something themselves are listed, not what contains them; what happens only after a fault (catches, compensations) is
 * left out, and loops count once. A picture of the order, not of the execution: that has no barriers between levels.
 */
export function levelsOf(program: Program): readonly Level[] {
  const levels: TaskNode[][] = [];
  placeSequence({ program, levels }, program.root, 0);
  return levels;
}

interface Placing {
  readonly program: Program;
  readonly levels: TaskNode[][];
}

/** Places the tasks of a sequence from a level on; gives the level after the last of them. */
function placeSequence(placing: Placing, { tasks }: Sequence, from: number): number {
  return tasks.reduce((level, task) => place(placing, task, level), from);
}

function place(placing: Placing, task: number, from: number): number {
  const node = placing.program.tasks[task];
  if (node === undefined) return from;
  if (node.kind === 'do' || node.kind === 'for' || node.kind === 'try') {
    return placeSequence(placing, node.sequence, from);
  }
  if (node.kind === 'fork') return placeBranches(placing, node, from);
  const level = (placing.levels[from] ??= []);
  level.push(node);
  return from + 1;
}

/** Every branch follows those that it comes after, whatever their order in the definition. */
function placeBranches(placing: Placing, { branches }: ForkNode, from: number): number {
  const ends = new Map<number, number>();
  const endOf = (index: number): number => {
    const known = ends.get(index);
    if (known !== undefined) return known;
    const branch = branches[index];
    const start = Math.max(from, ...(branch?.after ?? []).map(endOf));
    const end = branch === undefined ? start : place(placing, branch.task, start);
    ends.set(index, end);
    return end;
  };
  return Math.max(from, ...branches.map((_, index) => endOf(index)));
}
