import { type Check, type Finding, findings, type StoredExecution } from './examined.ts';

const found = findings('I9', '`baton cancel` the child; report this journal: it is a defect of Baton');
const undo = ':undo';

/**
 * I9: after cancellation was asked for nothing new begins but compensations; each of them once, in reverse order of
 * completion; and when an execution is cancelled, so are the children it waited for.
 */
export const cancelEndsEverything: Check<StoredExecution> = (stored) => [
  ...newTasks(stored),
  ...openChildren(stored),
  ...compensations(stored),
];

function newTasks({ id, events }: StoredExecution): readonly Finding[] {
  const asked = events.findIndex(({ event }) => event.kind === 'execution.cancelling');
  if (asked < 0) return [];
  return events.slice(asked).flatMap(({ seq, event }) => {
    const isNew = event.kind === 'task.started' && !event.task.includes(undo);
    return isNew ? [found(id, `event ${seq} starts ${event.task} after cancellation was asked for`)] : [];
  });
}

function openChildren({ id, events, children }: StoredExecution): readonly Finding[] {
  if (!events.some(({ event }) => event.kind === 'execution.cancelled')) return [];
  const open = children.filter(({ phase }) => !['completed', 'faulted', 'cancelled'].includes(phase));
  return open.map((child) => found(id, `it is cancelled, and its child ${child.id} is ${child.phase}`));
}

function compensations({ id, events }: StoredExecution): readonly Finding[] {
  const completed = new Map<string, number>();
  const undone = new Set<string>();
  let last = Number.POSITIVE_INFINITY;
  return events.flatMap(({ seq, event }) => {
    if (event.kind === 'task.completed') completed.set(event.task, seq);
    if (event.kind !== 'compensation.started') return [];
    const at = completed.get(event.of) ?? 0;
    const [again, outOfOrder] = [undone.has(event.of), at > last];
    undone.add(event.of);
    last = at;
    return [
      ...(again ? [found(id, `event ${seq} undoes ${event.of} a second time`)] : []),
      ...(outOfOrder ? [found(id, `event ${seq} undoes ${event.of} after what completed before it`)] : []),
    ];
  });
}
