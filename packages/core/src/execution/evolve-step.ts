import { assert } from '../kernel/assert.ts';
import type { ExecutionEvent } from '../event/event.ts';
import type { Json } from '../kernel/json.ts';
import type { GatedState } from '../gate/gated-state.ts';
import type { Operation, OperationState } from '../step/operation.ts';
import type { StepId, TimerId } from '../step/step.ts';
import { closed, closingAfterFunction } from './closing.ts';
import { amended, beforeGates, evolveGate, isGateEvent, noteApproval, type GateEvent } from './evolve-gate.ts';
import { consumeSignal } from './evolve-listen.ts';
import { compared, evolveQuestion, isQuestion, withdrawn } from './evolve-supervision.ts';
import type { Placed } from './placed.ts';
import { chainTo, frameAt, withFrame, type Running } from './frames.ts';
import type { ExecutionState, Frame, Operations } from './state.ts';
import { isOperation, readTimerId, rootKey, taskOfStep } from './task-key.ts';
import { lockOf, noOperations, openOperation, withOperation, withoutOperation } from './operations.ts';

type StepEvent =
  | Extract<ExecutionEvent, { readonly kind: `step.${string}` | `timer.${string}` | 'signal.consumed' }>
  | GateEvent;
type CallFrame = Frame & { readonly kind: 'call' };

/** Folds what happened to steps, operations, timers and consumed signals into the frame they belong to. */
export function evolveStep(running: Running, { event, seq, at }: Placed<StepEvent>): ExecutionState {
  if (event.kind === 'timer.armed') return timed(running, event.timer, event.due);
  if (event.kind === 'timer.fired' || event.kind === 'timer.cancelled') return timed(running, event.timer, null);
  if (event.kind === 'signal.consumed') return consumeSignal(running, event);
  if (closes(running.state, event)) return closed(running.state, event.step);
  if (event.kind === 'step.claimed' && event.operation?.kind === 'continueAs') {
    return beganAnew(running, { step: event.step, input: event.operation.input, since: seq });
  }
  if (isGateEvent(event)) return atGate(running, { event, seq, at });
  return changeCall(running, event.step, (frame) =>
    isOperation(event.step) ? changeOperation(frame, { event, seq }) : changeStep(frame, event),
  );
}

function atGate(running: Running, { event, at }: Placed<GateEvent>): ExecutionState {
  if (isQuestion(event.step) && event.kind !== 'gate.passed') return evolveQuestion(running.state, { event, at });
  const change = (gated: GatedState): GatedState => evolveGate(gated, { event, at });
  if (event.kind === 'approval.amended') return changeGated(withAmendment(running, event), event.step, change);
  const passed = changeGated(running, event.step, change);
  if (event.kind === 'gate.passed' && event.gate === 'basis') return compared(passed, at);
  return noteApproval(passed, event);
}

function withAmendment(running: Running, event: StepEvent & { readonly kind: 'approval.amended' }): Running {
  const state = changeCall(running, event.step, (frame) => {
    if (!isOperation(event.step)) return { ...frame, effect: amended(frame.effect, event) };
    const open = openOperation(frame.operations, event.step);
    assert(open?.state.kind === 'gated' && open.state.operation.kind === 'call', `${event.step} calls nothing`);
    const operation = { ...open.state.operation, effect: amended(open.state.operation.effect, event) };
    return { ...frame, operations: withOperation(frame.operations, { ...open, state: { ...open.state, operation } }) };
  });
  return { ...running, state };
}

function changeGated(running: Running, step: StepId, change: (gated: GatedState) => GatedState): ExecutionState {
  return changeCall(running, step, (frame) => {
    const open = isOperation(step) ? openOperation(frame.operations, step) : undefined;
    if (open === undefined) {
      assert(frame.step.kind === 'gated', `${step} stands before no gate`);
      return { ...frame, step: change(frame.step) };
    }
    assert(open.state.kind === 'gated', `${step} stands before no gate`);
    const state = { ...change(open.state), operation: open.state.operation };
    return { ...frame, operations: withOperation(frame.operations, { ...open, state }) };
  });
}

/** A child execution that was abandoned has ended. */
function closes(state: ExecutionState, event: StepEvent & { readonly step: StepId }): boolean {
  return (event.kind === 'step.completed' || event.kind === 'step.failed') && Object.hasOwn(state.closing, event.step);
}

function changeCall(running: Running, step: StepId, change: (frame: CallFrame) => CallFrame): ExecutionState {
  const chain = chainTo(running, taskOfStep(step));
  const frame = chain?.at(-1);
  assert(chain && frame?.kind === 'call', `${step} is not open`);
  return withFrame(running, chain, change(frame));
}

/** A durable function forgets its operations and goes on with another input. */
function beganAnew(
  running: Running,
  { step, input, since }: { readonly step: StepId; readonly input: Json; readonly since: number },
): ExecutionState {
  const frame = frameAt(running, taskOfStep(step));
  assert(frame?.kind === 'call', `${step} is not open`);
  const state = closingAfterFunction(running.state, frame);
  const generation = (frame.continued?.generation ?? 0) + 1;
  return changeCall({ ...running, state }, step, (call) => ({
    ...call,
    operations: noOperations,
    durable: true,
    progress: call.step.attempt,
    unanswered: 0,
    continued: { input, since, generation },
  }));
}

function changeStep(frame: CallFrame, event: StepEvent & { readonly step: StepId }): CallFrame {
  switch (event.kind) {
    case 'step.gated':
      return { ...frame, step: beforeGates(event) };
    case 'step.claimed':
      return { ...frame, step: { kind: 'performing', attempt: event.attempt } };
    case 'step.probing':
      return { ...frame, step: { kind: 'probing', attempt: event.attempt, asked: asked(frame) + 1 } };
    case 'step.failed':
      return { ...frame, step: { kind: 'failed', attempt: frame.step.attempt } };
    case 'step.held':
      return { ...frame, step: { kind: 'held', attempt: event.attempt, reason: event.reason } };
    case 'step.ambiguous':
      return { ...frame, step: { kind: 'ambiguous', attempt: event.attempt, reason: event.reason } };
    default:
      return frame;
  }
}

/** How often the probe was asked about the open attempt. */
function asked({ step }: CallFrame): number {
  return step.kind === 'probing' ? step.asked : 0;
}

function changeOperation(
  frame: CallFrame,
  { event, seq }: Pick<Placed<StepEvent & { readonly step: StepId }>, 'event' | 'seq'>,
): CallFrame {
  const progress = frame.step.attempt;
  if (event.kind === 'step.completed' || event.kind === 'step.failed') {
    const operations = ended(frame.operations, event);
    return { ...frame, operations, progress, unanswered: frame.unanswered + 1 };
  }
  if (event.kind === 'step.settled') return frame;
  const before = openOperation(frame.operations, event.step);
  const state = nextState(event, before?.state);
  const others = event.kind === 'step.claimed' ? withoutReleased(frame.operations, event.operation) : frame.operations;
  const operations = withOperation(others, { step: event.step, since: before?.since ?? seq, state });
  if (before !== undefined) return { ...frame, operations };
  return { ...frame, durable: true, operations, progress, unanswered: Math.max(0, frame.unanswered - 1) };
}

/** An operation that ended is gone, save for a lock that was granted: that is held until it is given back. */
function ended(
  operations: Operations,
  { kind, step }: { readonly kind: 'step.completed' | 'step.failed'; readonly step: StepId },
): Operations {
  const open = openOperation(operations, step);
  const key = open === undefined ? null : lockOf(open.state);
  if (open === undefined || key === null || kind === 'step.failed') return withoutOperation(operations, step);
  return withOperation(operations, { ...open, state: { kind: 'holding', key } });
}

function withoutReleased(operations: Operations, operation: Operation | undefined): Operations {
  return operation?.kind === 'release' ? operation.of.reduce(withoutOperation, operations) : operations;
}

function nextState(event: StepEvent, before: OperationState | undefined): OperationState {
  const asks = event.kind === 'step.claimed' || event.kind === 'step.gated';
  const operation =
    asks && event.operation !== undefined
      ? event.operation
      : before !== undefined && 'operation' in before
        ? before.operation
        : undefined;
  assert(operation, `${event.kind} for an operation that was never claimed`);
  if (event.kind === 'step.ambiguous')
    return { kind: 'ambiguous', attempt: event.attempt, operation, reason: event.reason };
  if (event.kind === 'step.held') return { kind: 'held', attempt: event.attempt, operation, reason: event.reason };
  if (event.kind === 'step.gated') return { ...beforeGates(event), operation };
  assert(event.kind === 'step.claimed', `${event.kind} does not fit an operation`);
  if (operation.kind === 'sleep') return { kind: 'sleeping', due: event.due ?? 0 };
  if (operation.kind === 'waitFor')
    return { kind: 'waiting', signal: operation.signal, ...(event.due !== undefined && { due: event.due }) };
  const due = event.due ?? (before?.kind === 'performing' ? before.due : undefined);
  return { kind: 'performing', attempt: event.attempt, operation, ...(due !== undefined && { due }) };
}

/** Notes when a timer of a frame is due, or that it is gone. Operations and questions to people note theirs themselves. */
function timed(running: Running, timer: TimerId, due: number | null): ExecutionState {
  const { purpose, of } = readTimerId(timer);
  if (purpose === 'operation') return running.state;
  if (purpose === 'approval' && isQuestion(of)) return due === null ? withdrawn(running.state, of) : running.state;
  if (purpose === 'approval')
    return due === null ? changeGated(running, of, (gated) => ({ ...gated, approval: null })) : running.state;
  if (of === rootKey) return { ...running.state, timeoutAt: due };
  const chain = chainTo(running, of);
  const frame = chain?.at(-1);
  assert(chain && frame, `${of} is not open`);
  return withFrame(running, chain, withTimer(frame, purpose, due));
}

function withTimer(frame: Frame, purpose: string, due: number | null): Frame {
  if (purpose === 'timeout') return { ...frame, timeoutAt: due };
  if (frame.kind === 'wait' && purpose === 'wait') return { ...frame, due };
  assert(frame.kind === 'try', `${frame.key} has no ${purpose} timer`);
  return purpose === 'attempt' ? { ...frame, attemptTimeoutAt: due } : { ...frame, retryAt: due };
}
