import type { Program } from '../program/program.ts';
import type { EventFilter, ListenNode } from '../program/task-node.ts';
import { nodeOf, walkFrames } from '../execution/frames.ts';
import type { ExecutionState, Frame, Phase } from '../execution/state.ts';
import type { OperationState } from '../step/operation.ts';
import type { TaskKey } from '../step/step.ts';
import { programAt } from '../execution/program-at.ts';
import { forkAwaiting } from '../execution/revision/failed-branches.ts';
import type { GatedState } from '../gate/gated-state.ts';
import type { ExecutionView } from './execution-view.ts';
import { allOperations, hasOperations, someOperation } from '../execution/operations.ts';

/**
 * The phase people see: an execution that only waits (for a time, an event, a person) is `waiting`; one that has a
 * step in flight, a child included, is `running`.
 */
export function phaseOf(state: ExecutionState): Phase {
  if (state.phase !== 'running' || Object.keys(state.closing).length > 0) return state.phase;
  let busy = state.sequence.child === null && state.compensation === null;
  const asked = { isAsked: isAskedOfBasis(state) };
  walkFrames(state, (frame) => {
    busy ||= isBusy(frame, asked);
  });
  return busy ? 'running' : 'waiting';
}

/** Whether people are asked about what a plan rests on. */
interface Asked {
  readonly isAsked: boolean;
}

function isBusy(frame: Frame, asked: Asked): boolean {
  if (frame.kind === 'call') return callIsBusy(frame, asked);
  if (frame.kind === 'listen') return frame.replaying;
  if (frame.kind === 'fork') return frame.unended === 0;
  if (frame.kind === 'try' && frame.stage === 'delay') return false;
  return (frame.kind === 'do' || frame.kind === 'for' || frame.kind === 'try') && frame.sequence.child === null;
}

/** A durable function that only waits for timers and signals is not in flight: it can be invoked again. */
function callIsBusy(frame: Frame & { readonly kind: 'call' }, asked: Asked): boolean {
  if (frame.step.kind === 'gated') return isPassing(frame.step, asked);
  if (frame.step.kind !== 'performing') return frame.step.kind === 'probing';
  return (
    !hasOperations(frame.operations) ||
    frame.unanswered > 0 ||
    someOperation(frame.operations, ({ state }) => isInFlight(state, asked))
  );
}

/** A step that waits for people is not in flight: their answer finds it. Before any other gate it is. */
function isInFlight(state: OperationState, asked: Asked): boolean {
  return state.kind === 'performing' || (state.kind === 'gated' && isPassing(state, asked));
}

/** True for a step that goes on before its gates without people. */
function isPassing({ approval, gates }: GatedState, { isAsked }: Asked): boolean {
  return approval === null && !(isAsked && gates[0]?.gate === 'basis');
}

/** True while people are asked whether a plan goes on although what it rests on has changed. */
export function isAskedOfBasis({ supervision }: ExecutionState): boolean {
  return supervision?.open.some(({ question }) => question.kind === 'basis') === true;
}

/** The row of an execution. */
export function viewOf(state: ExecutionState): ExecutionView {
  const { id, definition, origin, startedAt, endedAt, output, fault } = state;
  return {
    id,
    definition,
    tenant: origin.tenant,
    user: origin.user,
    priority: origin.priority,
    idempotencyKey: origin.idempotencyKey ?? null,
    parent: origin.parent?.execution ?? null,
    phase: phaseOf(state),
    substate: substateOf(state),
    startedAt,
    endedAt,
    output,
    fault,
  };
}

function substateOf(state: ExecutionState): ExecutionView['substate'] {
  if (state.ending === null || state.endedAt !== null) return null;
  return state.ending.kind === 'cancel' ? 'cancelling' : 'compensating';
}

/** Under this type an execution waits for the answer of people: whoever lists what they are asked finds it by that. */
export const approvalType = 'io.baton.approval';

/** Under this type an execution waits for another way than the one that failed: whoever looks for one finds it by that. */
export const revisionType = 'io.baton.revision';

/** The types of CloudEvents that an execution listens for; `*` when a filter does not say. */
export function listensOf(program: Program, state: ExecutionState): readonly string[] {
  const types = new Set<string>();
  const own = programAt(program, state);
  const open = state.supervision?.open ?? [];
  if (open.length > 0) types.add(approvalType);
  const isProposed = open.some(({ question }) => question.kind === 'revision');
  if (own.metadata.onFault !== undefined && !isProposed && forkAwaiting(state) !== null) types.add(revisionType);
  walkFrames(state, (frame) => {
    if (frame.kind === 'call')
      for (const open of allOperations(frame.operations))
        if (open.state.kind === 'waiting') types.add(open.state.signal);
        else if (open.state.kind === 'gated' && open.state.approval !== null) types.add(approvalType);
    if (frame.kind === 'call' && frame.step.kind === 'gated' && frame.step.approval !== null) types.add(approvalType);
    const node = nodeOf(own, frame);
    if (node.kind !== 'listen' || node.until?.kind === 'subscription') return;
    for (const type of typesOf(node)) types.add(type);
  });
  return [...types].toSorted();
}

/** A `listen` that wants kept events and has not got them. */
export interface HistoryWish {
  readonly task: TaskKey;
  readonly types: readonly string[];
  /** Events published since then, milliseconds since 1970; 0 for all that are kept. */
  readonly since: number;
}

/** The kept events that an execution asks for now. */
export function historyWishes(program: Program, state: ExecutionState): readonly HistoryWish[] {
  const wishes: HistoryWish[] = [];
  walkFrames(state, (frame) => {
    if (frame.kind !== 'listen' || !frame.replaying) return;
    const node = nodeOf(programAt(program, state), frame);
    const { history } = node.metadata;
    const since = typeof history === 'number' ? frame.startedAt - history : 0;
    if (node.kind === 'listen') wishes.push({ task: frame.key, types: typesOf(node), since });
  });
  return wishes;
}

function typesOf(node: ListenNode): readonly string[] {
  const until = node.until?.kind === 'events' ? node.until : null;
  const isOpen = node.filters.length === 0 || until?.filters.length === 0;
  return [...filterTypes([...node.filters, ...(until?.filters ?? [])]), ...(isOpen ? ['*'] : [])];
}

/** The event types that filters name. */
export function filterTypes(filters: readonly EventFilter[]): readonly string[] {
  return filters.map((filter) => {
    const wanted = filter.with.get('type');
    if (wanted === undefined || wanted.pattern !== undefined || !wanted.value.constant) return '*';
    return typeof wanted.value.source === 'string' ? wanted.value.source : '*';
  });
}
