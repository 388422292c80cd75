import type { ForkTask, Task, TaskItem } from '../../definition/schema/task.ts';
import { inside, type Hidden } from '../compilation.ts';
import { afterOf, branchOrder } from '../branch-order.ts';
import { mayExport } from '../context-exports.ts';
import { standingAlone } from '../standing-alone.ts';
import type { Branch } from '../task-node.ts';
import type { Compiling, KindCompiler } from './kind-compiler.ts';

/** `fork`: a graph of branches, given by `metadata.after`. */
export const compileFork: KindCompiler<ForkTask> = (compiling) => {
  const { task, compilation, around } = compiling;
  const list = inside(around, ['fork', 'branches']);
  const written = task.fork.branches.flatMap((item, index) => namedBranches(item, index));
  const compete = task.fork.compete ?? false;
  const order = branchOrder(compilation, { branches: written, path: list.path, compete });
  const branchByName = namePositions(compiling, written);
  const branches = written.map(({ name, task: branch, index }, position): Branch => {
    const { after = [], ancestors = [], successors = [] } = order[position] ?? {};
    const seen = new Set([position, ...ancestors]);
    const beside = written.flatMap((other, at) => (seen.has(at) ? [] : [[...list.path, other.index, other.name]]));
    const hidden: Hidden = (other) => {
      const at = branchByName.get(other);
      if (at === undefined) return around.hidden(other);
      return seen.has(at) || mayExport(compilation, other, beside) ? undefined : name;
    };
    const within = { ...inside(list, [index, name]), hidden };
    const compiled = compilation.task({ name, task: standingAlone(branch), branch: true }, within);
    return { task: compiled, name, after, ancestors, successors };
  });
  return { kind: 'fork', branches, branchByName, compete };
};

function namePositions(
  { compilation, around }: Compiling<ForkTask>,
  branches: readonly NamedBranch[],
): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  branches.forEach(({ name, index }, position) => {
    const path = [...around.path, 'fork', 'branches', index, name];
    if (!positions.has(name)) positions.set(name, position);
    else compilation.report(path, { message: `there is already a branch "${name}"` }, { aspect: 'key' });
  });
  return positions;
}

interface NamedBranch {
  readonly name: string;
  readonly task: Task;
  readonly index: number;
  readonly after: readonly string[];
}

function namedBranches(item: TaskItem, index: number): readonly NamedBranch[] {
  return Object.entries(item).map(([name, task]) => ({ name, task, index, after: afterOf(task.metadata) }));
}
