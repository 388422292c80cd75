import { assert, unreachable } from '../kernel/assert.ts';
import { givenOr } from '../kernel/json.ts';
import type { ExecutionEvent, Recorded } from '../event/event.ts';
import { messageName } from '../event/message-name.ts';
import type { Program } from '../program/program.ts';
import { beginAgain } from './begin-again.ts';
import { evolveFlow } from './evolve-flow.ts';
import { completeIteration, replayHistory } from './evolve-listen.ts';
import { evolveStep } from './evolve-step.ts';
import { evolveSupervision, type SupervisionEvent } from './evolve-supervision.ts';
import { completeTask, endTask, skipTask, startTask } from './evolve-task.ts';
import type { TaskKey } from '../step/step.ts';
import type { Running } from './frames.ts';
import type { Placed } from './placed.ts';
import { programAt, withBase } from './program-at.ts';
import type { ExecutionState, SequenceState } from './state.ts';
import { isUndo, undoOf } from './task-key.ts';

/** How many ids of CloudEvents are remembered for de-duplication; older duplicates are caught by the journal's unique key. */
const seenLimit = 256;

/** An event of an execution, on its way into a state. */
export interface Folded {
  readonly execution: string;
  readonly recorded: Recorded;
}

/**
 * Folds one event into a state. Pure, total over the closed union of events, and it never evaluates an expression.
 * Everything it needs beside the state is in the event, or in the structure of the program.
 */
export function evolve(
  program: Program,
  state: ExecutionState | null,
  { execution, recorded }: Folded,
): ExecutionState {
  const { event, seq, at } = recorded;
  if (event.kind === 'execution.started') {
    assert(state === null && seq === 1, `execution ${execution} started twice`);
    return started(program, { execution, at, event });
  }
  assert(state !== null, `execution ${execution} has events before it started`);
  assert(seq === state.seq + 1, `event ${seq} of execution ${execution} does not follow ${state.seq}`);
  return placed(state, apply(program, state, { event, at, seq }), { seq, at });
}

/** The state with the place of its last event. What an event made is new and nobody else's yet: no need to copy it again. */
function placed(
  before: ExecutionState,
  after: ExecutionState,
  { seq, at }: { readonly seq: number; readonly at: number },
): ExecutionState {
  const own: { -readonly [K in keyof ExecutionState]: ExecutionState[K] } = after === before ? { ...after } : after;
  own.seq = seq;
  own.at = at;
  return own;
}

/** Folds many events over a snapshot, or over nothing. */
export function foldEvents(
  program: Program,
  snapshot: ExecutionState | null,
  events: { readonly execution: string; readonly events: readonly Recorded[] },
): ExecutionState | null {
  return events.events.reduce<ExecutionState | null>(
    (state, recorded) => evolve(program, state, { execution: events.execution, recorded }),
    snapshot,
  );
}

interface Started {
  readonly execution: string;
  readonly at: number;
  readonly event: ExecutionEvent & { readonly kind: 'execution.started' };
}

function started(program: Program, { execution, at, event }: Started): ExecutionState {
  const fresh = freshState({ execution, at, event });
  if (event.past === undefined) return fresh;
  const { events } = event.past;
  const first = events[0]?.event;
  const hash = first?.kind === 'execution.started' ? first.definition.hash : fresh.definition.hash;
  const before = foldEvents(withBase(program, hash), null, { execution, events });
  assert(before !== null, `execution ${execution} was branched off from nothing`);
  return beginAgain({ before, fresh }, event.past, programAt(program, fresh));
}

function freshState({ execution: id, at, event }: Started): ExecutionState {
  const transformed = givenOr(event.value, event.input);
  return {
    id,
    definition: event.definition,
    origin: event.origin,
    seq: 1,
    at,
    startedAt: at,
    endedAt: null,
    phase: 'running',
    suspension: null,
    input: event.input,
    transformed,
    context: {},
    timeoutAt: null,
    sequence: freshSequence(transformed),
    inbox: [],
    seen: [],
    compensables: [],
    approvals: {},
    closing: {},
    ending: null,
    compensation: null,
    output: null,
    fault: null,
  };
}

function freshSequence(value: SequenceState['value']): SequenceState {
  return { position: 0, turn: 0, left: null, value, child: null };
}

function apply(family: Program, state: ExecutionState, placed: Placed): ExecutionState {
  const { event } = placed;
  const running = { program: programAt(family, state), state };
  switch (event.kind) {
    case 'task.started':
      return startTask(running, { ...placed, event });
    case 'task.completed':
      return completeTask(running, event);
    case 'task.skipped':
      return skipTask(running, event);
    case 'task.faulted':
      return noteFailedUndo(endTask(running, { task: event.task, how: 'faulted' }), event);
    case 'task.cancelled':
      return endTask(running, { task: event.task, how: 'cancelled' });
    case 'iteration.started':
    case 'attempt.failed':
    case 'attempt.started':
    case 'fault.caught':
    case 'lock.acquired':
      return evolveFlow(running, event);
    case 'iteration.completed':
      return completeIteration(running, event);
    case 'history.replayed':
      return replayHistory(running, event);
    case 'step.claimed':
    case 'step.gated':
    case 'gate.passed':
    case 'approval.requested':
    case 'approval.decided':
    case 'approval.amended':
    case 'step.completed':
    case 'step.failed':
    case 'step.held':
    case 'step.ambiguous':
    case 'step.probing':
    case 'step.settled':
    case 'timer.armed':
    case 'timer.fired':
    case 'timer.cancelled':
    case 'signal.consumed':
      return evolveStep(running, { ...placed, event });
    case 'revision.awaited':
    case 'program.revised':
    case 'basis.compared':
    case 'budget.raised':
      return evolveSupervision(running, { ...placed, event }, family);
    default:
      return applyToExecution(running, { ...placed, event });
  }
}

type TaskOrStepKind = Extract<
  ExecutionEvent['kind'],
  | `task.${string}`
  | `step.${string}`
  | `approval.${string}`
  | 'gate.passed'
  | `timer.${string}`
  | `iteration.${string}`
  | `attempt.${string}`
  | 'fault.caught'
  | 'lock.acquired'
  | 'history.replayed'
  | 'signal.consumed'
  | SupervisionEvent['kind']
>;
type ExecutionLevel = Exclude<ExecutionEvent, { readonly kind: TaskOrStepKind }>;

function applyToExecution({ program, state }: Running, { event, at }: Placed<ExecutionLevel>): ExecutionState {
  switch (event.kind) {
    case 'execution.suspended':
      return { ...state, phase: 'suspended', suspension: { cause: event.cause, reason: event.reason } };
    case 'execution.resumed':
      return { ...state, phase: 'running', suspension: null };
    case 'execution.cancelling':
      return {
        ...state,
        phase: 'running',
        suspension: null,
        ending: { kind: 'cancel', ...(event.reason !== undefined && { reason: event.reason }) },
      };
    case 'execution.faulting':
      return { ...state, ending: { kind: 'fault', fault: event.fault } };
    case 'execution.completed':
      return { ...ended(state, at), phase: 'completed', output: givenOr(event.output, state.sequence.value) };
    case 'execution.faulted':
      return { ...ended(state, at), phase: 'faulted', fault: event.fault };
    case 'execution.cancelled':
      return { ...ended(state, at), phase: 'cancelled' };
    case 'signal.received':
      return {
        ...state,
        inbox: [...state.inbox, event.event],
        seen: [...state.seen.slice(1 - seenLimit), messageName(event.event)],
      };
    case 'compensation.started':
      return {
        ...state,
        compensables: state.compensables.filter((compensable) => compensable.task !== event.of),
        compensation: { of: event.of, node: undoNode(program, state, event.of), sequence: freshSequence(event.input) },
      };
    case 'execution.started':
      return state;
    default:
      return unreachable(event);
  }
}

function undoNode(program: Program, state: ExecutionState, of: TaskKey): number {
  const done = state.compensables.find((compensable) => compensable.task === of);
  const name = done === undefined ? undefined : program.tasks[done.node]?.metadata.compensate;
  const node = name === undefined ? undefined : program.functions.get(name);
  assert(node !== undefined, `nothing undoes ${of}`);
  return node;
}

function ended(state: ExecutionState, at: number): ExecutionState {
  return { ...state, endedAt: at, suspension: null, inbox: [], compensables: [], timeoutAt: null };
}

/** A compensation that faults does not stop the others, but the execution will end as faulted. */
function noteFailedUndo(
  state: ExecutionState,
  event: ExecutionEvent & { readonly kind: 'task.faulted' },
): ExecutionState {
  if (!isUndo(event.task) || state.compensation === null || event.task !== undoOf(state.compensation.of)) return state;
  const ending = state.ending?.kind === 'fault' ? state.ending : { kind: 'fault' as const, fault: event.fault };
  return { ...state, ending, compensation: null };
}
