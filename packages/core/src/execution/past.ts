import type { ExecutionEvent, Past, Recorded } from '../event/event.ts';
import type { Program } from '../program/program.ts';
import { escapeName } from '../program/task-path.ts';
import type { TaskKey } from '../step/step.ts';
import { foldEvents } from './evolve.ts';
import { beginsAnew } from './begin-again.ts';
import { programAt } from './program-at.ts';
import { branchIndexTowards, chainTo, forkNodeOf, walkFrames, type Running } from './frames.ts';
import type { Frame } from './state.ts';
import { childKey, isUndo, lastName, parentOf, readTimerId, taskOfStep } from './task-key.ts';

/** Where an execution is branched off, and what the new one takes over. */
export interface Cut {
  /** The last event of the original before the task began. */
  readonly seq: number;
  readonly past: Past;
  /** Events of the original about what the new execution does itself, whether the original had begun it or not. */
  readonly left: readonly Recorded[];
}

/**
 * Cuts the story of an execution where a task began: everything before it is kept, and so is what went on beside it
 * without needing it (branches of a fork that do not come after it and completed), so that nothing is done again
 * that does not have to be. A task inside a `listen` cannot begin without what was heard, and locks are not inherited:
 * there the `listen`, or the task that asked for the lock, begins anew. Null when the task never began.
 */
export function cutBefore(program: Program, events: readonly Recorded[], task: TaskKey): Cut | null {
  const first = events.findIndex(({ event }) => taskOf(event) === task);
  if (first < 0) return cutInPast(program, events, task);
  const before = events.slice(0, first);
  const later = events.slice(first);
  const state = foldEvents(program, null, { execution: '', events: before });
  if (state === null) return null;
  const running = { program: programAt(program, state), state };
  const around = chainTo(running, parentOf(task))?.find(beginsAnew);
  if (around !== undefined) return cutBefore(program, events, around.key);
  const kept = keptEvents(later, besides(running, task, later));
  const keptNumbers = new Set(kept.map(({ seq }) => seq));
  const taken = [...before, ...kept].map((recorded, index) => ({ ...recorded, seq: index + 1 }));
  return {
    seq: before.at(-1)?.seq ?? 0,
    past: { events: taken, task },
    left: [...eventsOfOpen(program, taken), ...later.filter(({ seq }) => !keptNumbers.has(seq))],
  };
}

/** Events kept for their place in the order only: what they are about was open, and begins anew. */
function eventsOfOpen(program: Program, taken: readonly Recorded[]): readonly Recorded[] {
  const state = foldEvents(program, null, { execution: '', events: taken });
  if (state === null) return [];
  const anew: TaskKey[] = [];
  walkFrames(state, (frame) => {
    if (beginsAnew(frame)) anew.push(frame.key);
  });
  return taken.filter(({ event }) => {
    const key = taskOf(event);
    return key !== null && anew.some((open) => isInside(key, open));
  });
}

/** The task began in an execution that this one was itself branched off from. */
function cutInPast(program: Program, events: readonly Recorded[], task: TaskKey): Cut | null {
  const first = events[0]?.event;
  const past = first?.kind === 'execution.started' ? first.past : undefined;
  const cut = past === undefined ? null : cutBefore(program, past.events, task);
  return cut === null ? null : { ...cut, seq: 1, left: [...cut.left, ...events.slice(1)] };
}

/** The task that an event is about; null when it is about the execution, or undoes something. */
function taskOf(event: ExecutionEvent): TaskKey | null {
  const key = aboutTask(event);
  return key === null || isUndo(key) ? null : key;
}

function aboutTask(event: ExecutionEvent): TaskKey | null {
  if (event.kind === 'compensation.started') return null;
  if ('task' in event) return event.task;
  if ('step' in event) return taskOfStep(event.step);
  return 'timer' in event ? taskOfStep(readTimerId(event.timer).of) : null;
}

/**
 * Branches beside the task that do not need it, were not undone, and ended well before the program was revised: their keys, and
 * when they ended.
 */
function besides(running: Running, task: TaskKey, later: readonly Recorded[]): ReadonlyMap<TaskKey, number> {
  const chain = chainTo(running, parentOf(task)) ?? [];
  const revised = later.find(({ event }) => event.kind === 'program.revised')?.seq ?? Infinity;
  const undone = later.flatMap(({ event }) => (event.kind === 'compensation.started' ? [event.of] : []));
  const branches = new Set(
    chain.flatMap((frame) => (frame.kind === 'fork' ? independent(running.program, frame, task) : [])),
  );
  const ended = new Map<TaskKey, number>();
  for (const { seq, event } of later) {
    if (event.kind !== 'task.completed' && event.kind !== 'task.skipped') continue;
    const isBranch = branches.has(childKey(parentOf(event.task), lastName(event.task), 0));
    if (isBranch && seq < revised && !undone.some((key) => isInside(key, event.task))) ended.set(event.task, seq);
  }
  return ended;
}

/** The branches of a fork that do not come after the one that the task stands in. A race has none: it is decided anew. */
function independent(program: Program, fork: Frame, task: TaskKey): readonly TaskKey[] {
  const node = forkNodeOf(program, fork);
  if (node.compete) return [];
  const own = branchIndexTowards(program, fork, task);
  return node.branches.flatMap(({ name, ancestors }, index) =>
    index === own || ancestors.includes(own) ? [] : [childKey(fork.key, escapeName(name), 0)],
  );
}

function keptEvents(later: readonly Recorded[], ended: ReadonlyMap<TaskKey, number>): readonly Recorded[] {
  if (ended.size === 0) return [];
  const inside = later.filter(({ seq, event }) => {
    const key = taskOf(event);
    return key !== null && [...ended].some(([branch, until]) => seq <= until && isInside(key, branch));
  });
  const consumed = new Set(inside.flatMap(({ event }) => (event.kind === 'signal.consumed' ? [event.id] : [])));
  const kept = new Set(inside);
  return later.filter(
    (recorded) =>
      kept.has(recorded) || (recorded.event.kind === 'signal.received' && consumed.has(recorded.event.event.id)),
  );
}

/** True for a task and everything inside it. */
function isInside(key: TaskKey, task: TaskKey): boolean {
  return key === task || (key.startsWith(task) && /[/[:]/.test(key.charAt(task.length)));
}
