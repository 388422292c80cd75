import { fault } from '../../kernel/fault.ts';
import type { CloudEvent } from '../../step/effect.ts';
import type { Operation } from '../../step/operation.ts';
import type { StepId } from '../../step/step.ts';
import { claimAttempt, hold, quarantineAfter } from '../claims.ts';
import { releaseOperation, releaseOperations } from '../ending.ts';
import { frameAt } from '../frames.ts';
import { gatesOfOperation } from '../gates.ts';
import { operationOrder } from '../orders.ts';
import { passOn } from '../passage.ts';
import type { Frame, OpenOperation } from '../state.ts';
import { isOperation, taskOfStep, timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { allOperations, dueOf, openOperation } from '../operations.ts';

type CallFrame = Frame & { readonly kind: 'call' };

/** A durable function asks for an operation: claimed when it is new, taken up again when a crash cut it short. */
export function operation(
  tx: Transition,
  { task, step, operation: wanted, isKnown }: Trigger & { readonly kind: 'operation' },
): void {
  const frame = frameAt(tx, task);
  if (frame?.kind !== 'call') return;
  // Also where the function around it is held: what goes on inside has to stop, so that it is invoked again afterwards.
  if (tx.state.phase === 'suspended') {
    tx.refuse('suspended', `execution ${tx.execution} is suspended`);
    return;
  }
  if (frame.step.kind !== 'performing') return;
  const open = openOperation(frame.operations, step);
  if (open !== undefined) takeUpAgain(tx, open);
  // What it asked for before and is not open has ended by now: the function is about to hear how.
  else if (isKnown !== true) claim(tx, { frame, step, wanted });
}

interface Claim {
  readonly frame: CallFrame;
  readonly step: StepId;
  readonly wanted: Operation;
}

function claim(tx: Transition, { frame, step, wanted }: Claim): void {
  const limit = wanted.kind === 'sleep' ? wanted.milliseconds : 'timeout' in wanted ? wanted.timeout : undefined;
  const due = limit === undefined ? undefined : tx.at + limit;
  if (comesToGates(tx, step, wanted)) return;
  if (wanted.kind === 'continueAs') releaseOperations(tx, frame);
  tx.emit({ kind: 'step.claimed', step, attempt: 1, operation: wanted, ...(due !== undefined && { due }) });
  if (due !== undefined) tx.emit({ kind: 'timer.armed', timer: timerId('operation', step), due });
  if (wanted.kind === 'waitFor') receive(tx, frame.key);
  if (wanted.kind === 'call')
    tx.steps.push(operationOrder(tx, step, { effect: wanted.effect, repeat: wanted.repeat, attempt: 1 }));
  if (wanted.kind === 'release') release(tx, { frame, step, of: wanted.of });
}

/** The claim has dropped what is given back; what is left to do for it is done here. */
function release(
  tx: Transition,
  { frame, step, of }: Omit<Claim, 'wanted'> & { readonly of: readonly StepId[] },
): void {
  const given = of.flatMap((released) => openOperation(frame.operations, released) ?? []);
  for (const open of given) releaseOperation(tx, open);
  tx.emit({ kind: 'step.completed', step, output: null });
}

/** What calls something, or says what it is about, may have to pass gates first. */
function comesToGates(tx: Transition, step: StepId, operation: Operation): boolean {
  if (operation.kind !== 'call' && operation.kind !== 'step') return false;
  const gates = gatesOfOperation(tx, { step, attempt: 1, operation });
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
  if (open.state.kind === 'sleeping') {
    tx.emit({ kind: 'step.completed', step, output: null });
    return;
  }
  if (open.state.kind === 'performing') tx.aborted.push(step);
  const what = open.state.kind === 'waiting' ? 'no signal came in time' : 'the lock was not granted in time';
  tx.emit({ kind: 'step.failed', step, fault: fault('timeout', what) });
}

function isDue({ state }: OpenOperation, at: number): boolean {
  const due = dueOf(state);
  return due !== undefined && at >= due;
}
