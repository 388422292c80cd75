import type { Recorded } from '../event/event.ts';
import { retryPoint } from '../execution/branch-point.ts';
import { foldEvents } from '../execution/evolve.ts';
import { flowingInto } from '../execution/flowing-into.ts';
import { cutBefore } from '../execution/past.ts';
import { programAt } from '../execution/program-at.ts';
import { isUndo, withoutAttempts } from '../execution/task-key.ts';
import type { Json } from '../kernel/json.ts';
import type { Program } from '../program/program.ts';
import type { Effect } from '../step/effect.ts';
import type { Operation } from '../step/operation.ts';
import type { StepId, TaskKey } from '../step/step.ts';
import { describe } from './waiting-for.ts';

/** An outside call of the original that an execution branched off from it may make again, under a key of its own. */
export interface RepeatedEffect {
  readonly step: StepId;
  /** The call in a few words. */
  readonly what: string;
  /** What came of it in the original. */
  readonly became: 'completed' | 'faulted' | 'undone' | 'unknown';
}

/** What branching off would do, before it is done. */
export interface BranchPreview {
  /** The task that would begin anew; null when everything would. */
  readonly from: TaskKey | null;
  /** The last event of the original that counts as done. */
  readonly seq: number;
  readonly repeats: readonly RepeatedEffect[];
  /** Tasks that count as done, and that the original has undone since. */
  readonly undone: readonly TaskKey[];
  /** What would flow into that task, or into the workflow. */
  readonly input: Json;
  /** Where it is best tried again: what is to blame, or the first task that was undone; null when nothing is. */
  readonly retryPoint: TaskKey | null;
}

/**
 * Works out what branching off at a task, or from the start (null), means. Null when the task never began.
 *
 * @example
 * const preview = previewBranch(program, events, 'notify');
 * // { from: 'notify', repeats: [{ step: 'notify', what: 'function mail', became: 'faulted' }], … }
 */
export function previewBranch(
  program: Program,
  events: readonly Recorded[],
  from: TaskKey | null,
): BranchPreview | null {
  const retry = retryPoint(events);
  const first = events[0]?.event;
  if (first?.kind !== 'execution.started') return null;
  if (from === null)
    return { from, seq: 0, repeats: forward(events), undone: [], input: first.input, retryPoint: retry };
  const cut = cutBefore(program, events, from);
  if (cut === null) return null;
  const state = foldEvents(program, null, { execution: '', events: cut.past.events });
  return {
    from: cut.past.task,
    seq: cut.seq,
    repeats: forward(cut.left),
    undone: undoneAmong(cut.past.events, cut.left),
    input: state === null ? null : flowingInto({ program: programAt(program, state), state }, cut.past.task),
    retryPoint: retry,
  };
}

function undoneAmong(kept: readonly Recorded[], left: readonly Recorded[]): readonly TaskKey[] {
  const done = new Set(kept.flatMap(({ event }) => (event.kind === 'task.completed' ? [event.task] : [])));
  return left.flatMap(({ event }) => (event.kind === 'compensation.started' && done.has(event.of) ? [event.of] : []));
}

/** Undoing is not done again: the new execution undoes only what it does itself. */
function forward(events: readonly Recorded[]): readonly RepeatedEffect[] {
  return effectsAmong(events).filter(({ step }) => !isUndo(step));
}

/**
 * The outside calls among events that an execution branched off does not take over, one for each logical step, in the
 * order in which they were first made.
 */
export function effectsAmong(left: readonly Recorded[]): readonly RepeatedEffect[] {
  const effects = new Map<string, RepeatedEffect>();
  for (const recorded of left) note(effects, recorded);
  return [...effects.values()];
}

function note(effects: Map<string, RepeatedEffect>, { event }: Recorded): void {
  switch (event.kind) {
    case 'task.started':
      if (event.effect !== undefined && !isNothing(event.effect)) add(effects, event.task, describe(event.effect));
      break;
    case 'step.claimed':
      if (event.operation !== undefined && isOutside(event.operation)) add(effects, event.step, said(event.operation));
      break;
    case 'step.completed':
      become(effects, event.step, 'completed');
      break;
    case 'step.failed':
      become(effects, event.step, 'faulted');
      break;
    case 'task.completed':
      become(effects, event.task, 'completed');
      break;
    case 'task.faulted':
      become(effects, event.task, 'faulted');
      break;
    case 'compensation.started':
      become(effects, event.of, 'undone');
      break;
    default:
  }
}

/** Asking for a lock leaves nothing behind outside. */
function isNothing({ kind }: Effect): boolean {
  return kind === 'unavailable' || kind === 'lock';
}

function isOutside(operation: Operation): boolean {
  return operation.kind === 'step' || (operation.kind === 'call' && !isNothing(operation.effect));
}

function said(operation: Operation): string {
  return operation.kind === 'call' ? describe(operation.effect) : 'code of the function';
}

function add(effects: Map<string, RepeatedEffect>, step: StepId, what: string): void {
  const logical = withoutAttempts(step);
  effects.set(logical, { step: logical, what, became: 'unknown' });
}

function become(effects: Map<string, RepeatedEffect>, step: StepId, became: RepeatedEffect['became']): void {
  const logical = withoutAttempts(step);
  const effect = effects.get(logical);
  if (effect !== undefined) effects.set(logical, { ...effect, became });
}
