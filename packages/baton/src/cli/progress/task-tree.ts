import type { TaskView } from '@batonhq/core';

/** A task with the tasks inside it, as a reader sees them. */
export interface TaskBranch {
  readonly task: TaskView;
  /** Its name, with the iteration it belongs to. */
  readonly label: string;
  readonly children: readonly TaskBranch[];
}

/** How a container sees one of its tasks: the scope is an iteration (`[2]`), an attempt (`:1`) or `:catch`. */
interface Place {
  readonly container: string;
  readonly scope: string;
}

/**
 * Arranges the tasks of an execution by what contains what. Of the attempts of a `try` only the last one is kept,
 * unless `all` is set: the earlier ones are counted in the attempts of the `try`.
 */
export function taskTree(tasks: readonly TaskView[], { all = false } = {}): readonly TaskBranch[] {
  const known = new Set(tasks.map(({ reference }) => reference));
  const inside = new Map<string, TaskView[]>();
  for (const task of tasks) {
    const container = nearestKnown(task.reference, known);
    const siblings = inside.get(container);
    if (siblings === undefined) inside.set(container, [task]);
    else siblings.push(task);
  }
  const branchesOf = (container: string): readonly TaskBranch[] => {
    const children = inside.get(container) ?? [];
    const last = children.map(({ reference }) => attemptOf(reference)).at(-1) ?? 0;
    const shown = all ? children : children.filter(({ reference }) => attemptOf(reference) >= last);
    return shown.map((task) => ({ task, label: labelOf(task), children: branchesOf(task.reference) }));
  };
  return branchesOf('');
}

/** Containers that did nothing visible have no task of their own: their tasks move up to the next one that has. */
function nearestKnown(reference: string, known: ReadonlySet<string>): string {
  let { container } = placeOf(reference);
  while (container !== '' && !known.has(container)) ({ container } = placeOf(container));
  return container;
}

function placeOf(reference: string): Place {
  const slash = reference.lastIndexOf('/');
  if (slash < 0) return { container: '', scope: '' };
  const prefix = reference.slice(0, slash);
  const scope = /(?:\[\d+\]|:\d+|:catch)$/.exec(prefix)?.[0] ?? '';
  return { container: prefix.slice(0, prefix.length - scope.length), scope };
}

function attemptOf(reference: string): number {
  const { scope } = placeOf(reference);
  if (scope === ':catch') return Number.POSITIVE_INFINITY;
  return scope.startsWith(':') ? Number(scope.slice(1)) : 0;
}

function labelOf(task: TaskView): string {
  const { scope } = placeOf(task.reference);
  const turn = /#(\d+)$/.exec(task.reference)?.[1];
  const undo = task.reference.endsWith(':undo') ? 'undo ' : '';
  return `${scope.startsWith('[') ? `${scope} ` : ''}${undo}${task.name}${turn === undefined ? '' : ` (turn ${Number(turn) + 1})`}`;
}
