import {
  decide,
  isOperation,
  listensOf,
  programAt,
  viewOf,
  withRevisions,
  type Commit,
  type Decision,
  type ExecutionState,
  type ExecutionView,
  type Gates,
  type Program,
  type Recorded,
  type StepId,
  type StepOrder,
  type Trigger,
} from '@batonhq/core';
import { ActiveSteps } from './active-steps.ts';
import type { ProgramOrder } from '../order/program-order.ts';
import type { StalledTrigger } from './caller.ts';
import { SnapshotPolicy } from './snapshot-policy.ts';

/** Where an execution stands when it comes into memory. */
export interface Arrival {
  readonly id: string;
  readonly program: Program;
  /** Null before it started. */
  readonly state: ExecutionState | null;
  /** Events since its last snapshot. */
  readonly unsaved: number;
  /** What calls have to pass beside the approvals that definitions ask for. */
  readonly gates?: Gates;
}

/** Steps looked at to find one that is being performed. */
const mostLooks = 4;

/**
 * An execution in memory.
 *
 * Invariants: `state` is the fold of all events decided so far, durable or on their way; it is the only one in this
 * process. `busy` counts what is being performed or queued for it, `inFlight` its decisions that are not durable yet,
 * `expectedBy` those it was brought for; when all are 0 the execution can leave memory at any time.
 */
export class Resident {
  readonly id: string;
  /** By which it goes on now. */
  program: Program;
  readonly active = new ActiveSteps();
  busy = 0;
  inFlight = 0;
  /** Those of them that end operations, and that its functions have not heard of. */
  unheard = 0;
  /** How many asked for it before it arrived and have not had their turn with it. */
  expectedBy = 0;
  /** Claimed steps whose turn to begin comes in this very turn of the event loop. */
  unbegun = 0;
  /** What the order of its steps goes by; null until that is asked for. */
  order: ProgramOrder | null = null;
  /** The journal has it: its start, at least, is durable. */
  isRecorded: boolean;
  /** It has left memory, or another process owns it: nothing may be decided on it. */
  gone = false;
  /** Why it left memory, when that was not by itself: what was decided last is not durable. */
  lost: Error | null = null;
  /** Triggers to decide on again once the journal takes commits again; null while it does. */
  stalled: StalledTrigger[] | null = null;
  /** The last commit; fulfils in order, never rejects. */
  lastCommit: Promise<void> | null = null;
  /** Steps whose abortion was decided but is not durable yet: they are not begun any more. */
  #doomed: Set<StepId> | null = null;
  /** Claimed steps that were not begun because they are doomed. */
  #passedOver: Map<StepId, () => void> | null = null;
  #state: ExecutionState | null;
  /** What can change of the row before the end: phase and substate. */
  #row: Row | null;
  #listens: readonly string[];
  #snapshots: SnapshotPolicy;
  readonly #gates: Gates | undefined;
  /** The program it was loaded with, together with those that may take its place. */
  #family: Program;
  #hasListenTasks = false;
  /** Some task of it may ask for events that were published before. */
  wantsHistory = false;

  constructor({ id, program, state, unsaved, gates }: Arrival) {
    this.id = id;
    this.#gates = gates;
    this.#family = program;
    this.program = program;
    this.#goOnBy(state === null ? program : programAt(program, state));
    this.isRecorded = state !== null;
    this.#state = state;
    this.#row = state === null ? null : rowOf(viewOf(state));
    this.#listens = state === null ? [] : listensOf(program, state);
    this.#snapshots = new SnapshotPolicy(unsaved);
  }

  /** It may go on by this program from now on. */
  know(program: Program): void {
    this.#family = withRevisions(this.#family, [program]);
  }

  #goOnBy(program: Program): void {
    this.program = program;
    this.#hasListenTasks = program.tasks.some((task) => task.kind === 'listen');
    this.wantsHistory = this.#hasListenTasks && program.tasks.some((task) => task.metadata.history !== undefined);
  }

  get state(): ExecutionState | null {
    return this.#state;
  }

  /** True when nothing is going on for it in this process. */
  get isResting(): boolean {
    return this.busy === 0 && this.inFlight === 0 && this.expectedBy === 0 && this.stalled === null;
  }

  /** True when a step is about to be abandoned: it must not begin any more. */
  isDoomed(step: StepId): boolean {
    return this.#doomed !== null && this.#doomed.has(step);
  }

  /** A doomed step is not begun, unless its abortion turns out not to be durable ({@link rewind}). */
  passOver(step: StepId, begin: () => void): void {
    this.#passedOver = (this.#passedOver ?? new Map<StepId, () => void>()).set(step, begin);
  }

  /** The abortion of a step is durable. */
  absolve(step: StepId): void {
    this.#doomed?.delete(step);
    this.#passedOver?.delete(step);
  }

  /** Decides on a trigger. Changes nothing. */
  decide(trigger: Trigger): Decision {
    const gates = this.#gates === undefined ? {} : { gates: this.#gates };
    return decide({ program: this.#family, execution: this.id, state: this.#state, ...gates }, trigger);
  }

  /** Takes a decision over into memory and says what to write for it. */
  take(decision: Decision): Commit {
    const { events, timers, state } = decision;
    const commit: { -readonly [K in keyof Commit]: Commit[K] } = {
      execution: this.id,
      expectedSeq: this.#state?.seq ?? 0,
      events,
      timers,
    };
    const isRevised = this.#state !== null && this.#state.definition !== state.definition;
    this.#state = state;
    if (isRevised) {
      this.#goOnBy(programAt(this.#family, state));
      this.#row = null;
    }
    for (const step of decision.aborted) this.#doomed = (this.#doomed ?? new Set()).add(step);
    this.#updateView(commit, decision);
    if (this.#hasListenTasks || this.#listens.length > 0 || events.some(beginsToWait))
      this.#updateListens(commit, state);
    if (this.#snapshots.wants(state, events)) commit.snapshot = state;
    return commit;
  }

  #updateView(commit: { view?: ExecutionView }, { state, steps }: Decision): void {
    const before = this.#row;
    if (before !== null && isStillRunning(before, state) && (steps.some(isInFlight) || this.#isPerforming())) return;
    const view = viewOf(state);
    if (before !== null && before.phase === view.phase && before.substate === view.substate) return;
    commit.view = view;
    this.#row = rowOf(view);
  }

  /** True when a step is certainly open; looking further than at a few would cost more than asking the state. */
  #isPerforming(): boolean {
    if (this.unbegun > 0) return this.#doomed === null || this.#doomed.size === 0;
    let looked = 0;
    for (const [step, { endsByItself, listener }] of this.active) {
      if (endsByItself && listener === null && !this.isDoomed(step)) return true;
      looked += 1;
      if (looked === mostLooks) return false;
    }
    return false;
  }

  #updateListens(commit: { listens?: readonly string[] }, state: ExecutionState): void {
    const listens = listensOf(this.program, state);
    if (listens.length === this.#listens.length && listens.every((type, index) => type === this.#listens[index]))
      return;
    commit.listens = listens;
    this.#listens = listens;
  }

  /**
   * Goes back to what the journal has, after a commit that was refused without harm. Gives what has to begin after all:
   * its abortion is among what was refused.
   */
  rewind({ state, unsaved }: Pick<Arrival, 'state' | 'unsaved'>): readonly (() => void)[] {
    this.#state = state;
    if (state !== null) this.#goOnBy(programAt(this.#family, state));
    this.#row = state === null ? null : rowOf(viewOf(state));
    this.#listens = state === null ? [] : listensOf(this.program, state);
    this.#snapshots = new SnapshotPolicy(unsaved);
    this.#doomed = null;
    const reprieved = [...(this.#passedOver?.values() ?? [])];
    this.#passedOver = null;
    return reprieved;
  }
}

type Row = Pick<ExecutionView, 'phase' | 'substate'>;

function rowOf({ phase, substate }: ExecutionView): Row {
  return { phase, substate };
}

/** A shortcut: an execution that was running and has steps in flight still is, so its row is as it was. */
function isStillRunning(before: Row, state: ExecutionState): boolean {
  const isPlain = state.ending === null && state.supervision === undefined;
  return before.phase === 'running' && state.phase === 'running' && before.substate === null && isPlain;
}

/**
 * True for a step that certainly is in flight once it is begun. Not so a function that is invoked again: it may be a
 * durable one that has nothing left to do but to wait.
 */
export function isInFlight({ id, attempt, effect }: StepOrder): boolean {
  return effect.kind !== 'function' || attempt === 1 || isOperation(id);
}

function beginsToWait({ event }: Recorded): boolean {
  if (event.kind === 'approval.requested' || event.kind === 'revision.awaited') return true;
  return event.kind === 'step.claimed' && event.operation?.kind === 'waitFor';
}
