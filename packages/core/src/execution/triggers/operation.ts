import { fault } from '../../kernel/fault.ts';
import type { CloudEvent } from '../../step/effect.ts';
import type { Operation } from '../../step/operation.ts';
import type { StepId } from '../../step/step.ts';
import { callOf } from '../call-at.ts';
import { claimAttempt, hold, quarantineAfter } from '../claims.ts';
import { releaseOperations } from '../ending.ts';
import { frameAt } from '../frames.ts';
import { gatesOfOperation } from '../gates.ts';
import { operationOrder } from '../orders.ts';
import { passOn } from '../passage.ts';
import type { Frame, OpenOperation } from '../state.ts';
import { isOperation, taskOfStep, timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { allOperations, openOperation } from '../operations.ts';

type CallFrame = Frame & { readonly kind: 'call' };

/** A durable function asks for an operation: claimed when it is new, taken up again when a crash cut it short. */
export function operation(
  tx: Transition,
  { task, step, operation: wanted }: Trigger & { readonly kind: 'operation' },
): void {
  const frame = frameAt(tx, task);
  if (frame?.kind !== 'call' || frame.step.kind !== 'performing') return;
  if (tx.state.phase === 'suspended') {
    tx.refuse('suspended', `execution ${tx.execution} is suspended`);
    return;
  }
  const open = openOperation(frame.operations, step);
  if (open === undefined) claim(tx, { frame, step, wanted });
  else takeUpAgain(tx, open);
}

interface Claim {
  readonly frame: CallFrame;
  readonly step: StepId;
  readonly wanted: Operation;
}

function claim(tx: Transition, { frame, step, wanted }: Claim): void {
  const due =
    wanted.kind === 'sleep'
      ? tx.at + wanted.milliseconds
      : wanted.kind === 'waitFor' && wanted.timeout !== undefined
        ? tx.at + wanted.timeout
        : undefined;
  if (comesToGates(tx, step, wanted)) return;
  if (wanted.kind === 'continueAs') releaseOperations(tx, frame);
  tx.emit({ kind: 'step.claimed', step, attempt: 1, operation: wanted, ...(due !== undefined && { due }) });
  if (due !== undefined) tx.emit({ kind: 'timer.armed', timer: timerId('operation', step), due });
  if (wanted.kind === 'waitFor') receive(tx, frame.key);
  if (wanted.kind === 'call')
    tx.steps.push(operationOrder(tx, step, { effect: wanted.effect, repeat: wanted.repeat, attempt: 1 }));
}

/** What calls something, or says what it is about, may have to pass gates first. */
function comesToGates(tx: Transition, step: StepId, operation: Operation): boolean {
  if (operation.kind !== 'call' && operation.kind !== 'step') return false;
  const gates = gatesOfOperation(tx, { step, attempt: 1, call: callOf(operation) });
  if (gates.length === 0) return false;
  tx.emit({ kind: 'step.gated', step, attempt: 1, gates, operation });
  passOn(tx, step);
  return true;
}

/** The function has come again to an operation that was open when its process died, or that has passed its gates now. */
function takeUpAgain(tx: Transition, { step, state }: OpenOperation): void {
  if (state.kind === 'gated' && state.gates.length === 0 && state.operation.kind === 'step')
    tx.emit({ kind: 'step.claimed', step, attempt: state.attempt });
  if (state.kind !== 'performing' || state.operation.kind !== 'step') return;
  const attempt = state.attempt + 1;
  if (state.attempt % quarantineAfter === 0) {
    hold(tx, {
      step,
      attempt: state.attempt,
      reason: `the process died during ${state.attempt} attempts at ${step}`,
      cause: 'quarantine',
    });
  } else claimAttempt(tx, { step, attempt, operation: state.operation });
}

/** Gives waiting operations of a durable function the messages they wait for, oldest first. */
export function receive(tx: Transition, key: string): void {
  const frame = frameAt(tx, key);
  if (frame?.kind !== 'call') return;
  for (const { step, state } of allOperations(frame.operations)) {
    if (state.kind !== 'waiting') continue;
    const message = tx.state.inbox.find((candidate) => candidate.type === state.signal);
    if (message !== undefined) take(tx, { step, key, message, timed: state.due !== undefined });
  }
}

function take(
  tx: Transition,
  {
    step,
    key,
    message,
    timed,
  }: { readonly step: StepId; readonly key: string; readonly message: CloudEvent; readonly timed: boolean },
): void {
  tx.emit({ kind: 'signal.consumed', task: key, id: message.id, source: message.source });
  if (timed) tx.emit({ kind: 'timer.cancelled', timer: timerId('operation', step) });
  tx.emit({ kind: 'step.completed', step, output: message.data ?? null });
}

/** The timer of a sleep or of a wait with a time-out. */
export function operationTimer(tx: Transition, step: StepId): void {
  if (!isOperation(step)) return;
  const frame = frameAt(tx, taskOfStep(step));
  const open = frame?.kind === 'call' ? openOperation(frame.operations, step) : undefined;
  if (open === undefined || !isDue(open, tx.at)) return;
  tx.emit({ kind: 'timer.fired', timer: timerId('operation', step) });
  if (open.state.kind === 'sleeping') tx.emit({ kind: 'step.completed', step, output: null });
  else tx.emit({ kind: 'step.failed', step, fault: fault('timeout', 'no signal came in time') });
}

function isDue({ state }: OpenOperation, at: number): boolean {
  const due = state.kind === 'sleeping' || state.kind === 'waiting' ? state.due : undefined;
  return due !== undefined && at >= due;
}
