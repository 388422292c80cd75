import { assert } from '../kernel/assert.ts';
import { givenOr, type Json } from '../kernel/json.ts';
import type { ExecutionEvent } from '../event/event.ts';
import type { Sequence } from '../program/flow.ts';
import type { TaskNode } from '../program/task-node.ts';
import type { TaskKey } from '../step/step.ts';
import { closingAfter, closingAfterFunction } from './closing.ts';
import {
  branchIndex,
  chainTo,
  forkNodeOf,
  frameAt,
  nodeOf,
  programSequence,
  sequenceIn,
  sequenceOf,
  withBranch,
  withFrame,
  withSequence,
  type Chain,
  type Running,
} from './frames.ts';
import { branchContext, innermostBranch, joinedContext, type BranchPlace } from './branch-context.ts';
import { allBranches, blockedBranches, branchAt, flowingInto } from './branches.ts';
import type { ExecutionState, Frame, SequenceState, StepState } from './state.ts';
import { isUndo, lastName, parentOf, undoKey } from './task-key.ts';
import { noOperations } from './operations.ts';

/** Where a task stands: its container, and what flows into it there. */
interface Place {
  readonly chain: Chain;
  readonly container: Frame | null;
  readonly node: TaskNode;
  readonly flowing: Json;
}

function placeOf(running: Running, key: TaskKey): Place {
  const { program, state } = running;
  const chain = chainTo(running, parentOf(key));
  assert(chain, `${key} has nothing open around it`);
  const container = chain.at(-1) ?? null;
  if (container?.kind === 'fork') {
    const fork = forkNodeOf(program, container);
    const index = branchIndex(fork, lastName(key));
    const branch = fork.branches[index];
    assert(branch, `${key} is no branch of its fork`);
    return { chain, container, node: taskAt(running, branch.task), flowing: flowingInto(container, index) };
  }
  if (container === null && isUndo(key)) return undoPlace(running, chain);
  const sequence = container === null ? state.sequence : sequenceIn(container);
  const compiled: Sequence = container === null ? program.root : programSequence(program, container);
  return { chain, container, node: taskAt(running, compiled.tasks[sequence.position]), flowing: sequence.value };
}

function undoPlace(running: Running, chain: Chain): Place {
  const compensation = running.state.compensation;
  assert(compensation, 'nothing is being compensated');
  return { chain, container: null, node: taskAt(running, compensation.node), flowing: compensation.sequence.value };
}

function taskAt({ program }: Running, index: number | undefined): TaskNode {
  const node = index === undefined ? undefined : program.tasks[index];
  assert(node, 'a task is not in the program');
  return node;
}

/** Opens the frame of a task. */
export function startTask(
  running: Running,
  { event, at }: { readonly event: ExecutionEvent & { readonly kind: 'task.started' }; readonly at: number },
): ExecutionState {
  const place = placeOf(running, event.task);
  const input = givenOr(event.input, place.flowing);
  const base = {
    node: place.node.index,
    key: event.task,
    startedAt: at,
    rawInput: place.flowing,
    input,
    timeoutAt: null,
  };
  return open(running, place, freshFrame(place.node, base, event));
}

type FrameBase = Pick<Frame, 'node' | 'key' | 'startedAt' | 'rawInput' | 'input' | 'timeoutAt'>;

function freshFrame(node: TaskNode, base: FrameBase, event: ExecutionEvent & { readonly kind: 'task.started' }): Frame {
  switch (node.kind) {
    case 'do':
      return { ...base, kind: 'do', sequence: fresh(base.input) };
    case 'for':
      return {
        ...base,
        kind: 'for',
        items: event.items ?? [],
        index: -1,
        sequence: { ...fresh(base.input), position: node.sequence.tasks.length },
      };
    case 'fork':
      return { ...base, kind: 'fork', branches: blockedBranches(node.branches.length), unended: node.branches.length };
    case 'try':
      return {
        ...base,
        kind: 'try',
        attempt: 0,
        stage: 'body',
        caught: null,
        retryAt: null,
        attemptTimeoutAt: null,
        sequence: fresh(base.input),
      };
    case 'wait':
      return { ...base, kind: 'wait', due: event.due ?? base.startedAt };
    case 'listen':
      return { ...base, kind: 'listen', ...freshListening(node, base.input) };
    default:
      assert(event.effect, `${base.key} of kind ${node.kind} started without an effect`);
      return {
        ...base,
        kind: 'call',
        effect: event.effect,
        step: firstState(event),
        operations: noOperations,
        durable: false,
        progress: 0,
        unanswered: 0,
        continued: null,
      };
  }
}

function firstState({ gates }: ExecutionEvent & { readonly kind: 'task.started' }): StepState {
  return gates === undefined
    ? { kind: 'performing', attempt: 1 }
    : { kind: 'gated', attempt: 1, gates, approval: null };
}

function freshListening(node: TaskNode & { readonly kind: 'listen' }, input: Json) {
  const sequence = node.foreach && { ...fresh(input), position: node.foreach.sequence.tasks.length };
  const replaying = node.metadata.history !== undefined;
  return {
    replaying,
    met: [],
    untilMet: [],
    keys: {},
    index: -1,
    current: null,
    heard: [],
    sequence: sequence ?? null,
  };
}

function fresh(value: Json): SequenceState {
  return { position: 0, turn: 0, left: null, value, child: null };
}

function open(running: Running, { chain, container }: Place, frame: Frame): ExecutionState {
  if (container === null)
    return withRootSequence(running.state, frame.key, (sequence) => ({ ...sequence, child: frame }));
  if (container.kind === 'fork') {
    const index = branchIndex(forkNodeOf(running.program, container), lastName(frame.key));
    const before = branchContext(running, { chain, container, index });
    return withFrame(running, chain, withBranch(container, index, { kind: 'open', before, context: before, frame }));
  }
  const sequence = { ...sequenceIn(container), child: frame };
  return withFrame(running, chain, withSequence(container, sequence));
}

function withRootSequence(
  state: ExecutionState,
  key: TaskKey,
  change: (sequence: SequenceState) => SequenceState,
): ExecutionState {
  if (parentOf(key) !== undoKey) return { ...state, sequence: change(state.sequence) };
  assert(state.compensation, `${key} is not being compensated`);
  return { ...state, compensation: { ...state.compensation, sequence: change(state.compensation.sequence) } };
}

/** Closes a task that ended well, lets its output flow on, and replaces the context when it exported one. */
export function completeTask(
  running: Running,
  event: ExecutionEvent & { readonly kind: 'task.completed' },
): ExecutionState {
  const place = placeOf(running, event.task);
  const frame = openFrame(running, place.container, event.task);
  const output = givenOr(event.output, naturalOutput(frame, place.flowing));
  const exported =
    event.context === undefined && frame?.kind === 'fork'
      ? joinedContext(running, [...place.chain, frame])
      : event.context;
  const ended = frame !== null && frame.kind !== 'fork' && hasEnded(frame);
  const left = frame?.kind === 'call' ? { ...running, state: closingAfterFunction(running.state, frame) } : running;
  const next = { output, context: exported, to: ended && event.to === undefined ? ('end' as const) : event.to };
  return remember(close(left, place, { key: event.task, how: 'completed', ...next }), {
    place,
    frame,
    output,
    key: event.task,
  });
}

function hasEnded(frame: Frame): boolean {
  return sequenceOf(frame)?.left === 'end';
}

/** What a task hands on when nothing transforms it. */
export function naturalOutput(frame: Frame | null, flowing: Json): Json {
  if (frame === null) return flowing;
  if (frame.kind === 'do' || frame.kind === 'for' || frame.kind === 'try') return frame.sequence.value;
  if (frame.kind === 'listen') return frame.heard;
  return frame.kind === 'fork' ? forkOutput(frame) : frame.input;
}

function forkOutput(frame: Frame & { readonly kind: 'fork' }): Json {
  return allBranches(frame.branches).map((branch) => (branch.kind === 'ended' ? branch.output : null));
}

/** A task whose `if` was false: what flowed in flows on. */
export function skipTask(running: Running, event: ExecutionEvent & { readonly kind: 'task.skipped' }): ExecutionState {
  const place = placeOf(running, event.task);
  if (parentOf(event.task) === undoKey) return { ...running.state, compensation: null };
  return close(running, place, {
    key: event.task,
    how: 'skipped',
    output: place.flowing,
    context: undefined,
    to: undefined,
  });
}

/** Closes a task that faulted or was abandoned, with everything inside it. */
export function endTask(
  running: Running,
  { task, how }: { readonly task: TaskKey; readonly how: 'faulted' | 'cancelled' },
): ExecutionState {
  const place = placeOf(running, task);
  const frame = openFrame(running, place.container, task);
  const state = frame === null ? running.state : closingAfter(running.state, frame);
  if (place.container?.kind !== 'fork') return clearChild({ ...running, state }, place, task);
  return close({ ...running, state }, place, { key: task, how, output: null, context: undefined, to: undefined });
}

function clearChild(running: Running, place: Place, key: TaskKey): ExecutionState {
  if (place.container === null)
    return withRootSequence(running.state, key, (sequence) => ({ ...sequence, child: null }));
  return withFrame(
    running,
    place.chain,
    withSequence(place.container, { ...sequenceIn(place.container), child: null }),
  );
}

function openFrame({ program, state }: Running, container: Frame | null, key: TaskKey): Frame | null {
  if (container === null) return isUndo(key) ? (state.compensation?.sequence.child ?? null) : state.sequence.child;
  if (container.kind !== 'fork') return sequenceIn(container).child;
  const branch = branchAt(container.branches, branchIndex(forkNodeOf(program, container), lastName(key)));
  return branch?.kind === 'open' ? branch.frame : null;
}

interface Closing {
  readonly key: TaskKey;
  readonly how: 'completed' | 'skipped' | 'faulted' | 'cancelled';
  readonly output: Json;
  readonly context: Json | undefined;
  readonly to: number | 'exit' | 'end' | undefined;
}

function close(running: Running, place: Place, closing: Closing): ExecutionState {
  const { container, chain, node } = place;
  if (container?.kind === 'fork') return withFrame(running, chain, closeBranch(running, { chain, container }, closing));
  const length =
    container === null ? rootLength(running, closing.key) : programSequence(running.program, container).tasks.length;
  const advance = (sequence: SequenceState): SequenceState => advanced(sequence, { node, closing, length });
  const exported =
    closing.context === undefined
      ? running.state
      : withContext(running, chain, { key: closing.key, context: closing.context });
  if (container === null) return withRootSequence(exported, closing.key, advance);
  const next = { program: running.program, state: exported };
  const fresh = closing.context === undefined ? chain : (chainTo(next, container.key) ?? chain);
  const current = fresh.at(-1) ?? container;
  const advancedFrame = withSequence(current, advance(sequenceIn(current)));
  return withFrame(next, fresh, withDirection(advancedFrame, node, closing.to));
}

/** A task that is extended goes nowhere by itself: the `do` that stands for it does. */
function withDirection(frame: Frame, node: TaskNode, to: Closing['to']): Frame {
  return to !== undefined && node.extended === true && frame.kind === 'do' ? { ...frame, to } : frame;
}

function rootLength({ program }: Running, key: TaskKey): number {
  return isUndo(key) ? 1 : program.root.tasks.length;
}

/** A task that was skipped sends the flow nowhere: its directive is part of what was not done. */
function directiveOf({ then }: TaskNode, { how }: Closing): 'continue' | 'exit' | 'end' | number {
  if (how === 'skipped') return 'continue';
  return then.kind === 'task' ? then.position : then.kind;
}

/** Where the flow goes after a task, by its directive or by what a `switch` chose. */
function advanced(
  sequence: SequenceState,
  { node, closing, length }: { readonly node: TaskNode; readonly closing: Closing; readonly length: number },
): SequenceState {
  const chosen = node.extended === true ? undefined : closing.to;
  const flow = chosen ?? directiveOf(node, closing);
  const { turn, left } = sequence;
  const value = closing.output;
  if (flow === 'end' || flow === 'exit') return { position: length, turn, left: flow, value, child: null };
  const position = flow === 'continue' ? sequence.position + 1 : flow;
  return { position, turn: position <= sequence.position ? turn + 1 : turn, left, value, child: null };
}

function closeBranch(running: Running, place: Omit<BranchPlace, 'index'>, closing: Closing): Frame {
  const index = branchIndex(forkNodeOf(running.program, place.container), lastName(closing.key));
  const branch = branchAt(place.container.branches, index);
  assert(branch && branch.kind !== 'ended', `branch ${closing.key} ended twice`);
  const before = branch.kind === 'open' ? branch.before : branchContext(running, { ...place, index });
  const context = givenOr(closing.context, branch.kind === 'open' ? branch.context : before);
  return withBranch(place.container, index, {
    kind: 'ended',
    how: howEnded(running, place.container, closing),
    output: closing.output,
    before,
    context,
  });
}

/** A branch that completes after another one won the race has lost it: nothing of it is merged. */
function howEnded({ program }: Running, fork: BranchPlace['container'], { how }: Closing): Closing['how'] {
  if (how !== 'completed' || !forkNodeOf(program, fork).compete) return how;
  const isWon = allBranches(fork.branches).some((branch) => branch.kind === 'ended' && branch.how === 'completed');
  return isWon ? 'cancelled' : how;
}

/** Replaces the context that the task sees: its branch's, else the execution's. */
export function withContext(
  running: Running,
  chain: Chain,
  { key, context }: { readonly key: TaskKey; readonly context: Json },
): ExecutionState {
  const inner = innermostBranch(running, chain, key);
  if (inner === null) return { ...running.state, context };
  const fork = chain[inner.depth];
  assert(fork?.kind === 'fork', 'branches stand in forks');
  return withFrame(
    running,
    chain.slice(0, inner.depth + 1),
    withBranch(fork, inner.index, { ...inner.branch, context }),
  );
}

/** Keeps what a later compensation needs. */
function remember(
  state: ExecutionState,
  {
    place,
    frame,
    output,
    key,
  }: { readonly place: Place; readonly frame: Frame | null; readonly output: Json; readonly key: TaskKey },
): ExecutionState {
  if (isUndo(key))
    return state.compensation !== null && parentOf(key) === undoKey ? { ...state, compensation: null } : state;
  if (place.node.metadata.compensate === undefined) return state;
  const input = frame === null ? place.flowing : frame.input;
  return { ...state, compensables: [...state.compensables, { task: key, node: place.node.index, input, output }] };
}

/** The compiled task of an open frame or of the one about to open under this key. */
export function compiledTask(running: Running, key: TaskKey): TaskNode {
  const frame = frameAt(running, key);
  return frame === null ? placeOf(running, key).node : nodeOf(running.program, frame);
}
