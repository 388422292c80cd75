import { assert, unreachable } from '../../kernel/assert.ts';
import { fault, type Fault } from '../../kernel/fault.ts';
import { isJsonObject, type Json } from '../../kernel/json.ts';
import { claimNext, hold } from '../claims.ts';
import { complete, fail } from '../ending.ts';
import { frameAt } from '../frames.ts';
import { atGate, pass, refuse } from '../passage.ts';
import { memberOf, type Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { isOperation, rootKey, taskOfStep, timerId } from '../task-key.ts';
import type { Frame } from '../state.ts';
import { openOperation } from '../operations.ts';
import { isTaskOfPlan } from '../revision/await-revision.ts';

type OutcomeTrigger = Trigger & { readonly kind: 'outcome' };
type CallFrame = Frame & { readonly kind: 'call' };

/** An attempt came back. An outcome of anything but the open attempt was superseded and changes nothing. */
export function outcome(tx: Transition, trigger: OutcomeTrigger): void {
  if (Object.hasOwn(tx.state.closing, trigger.step)) {
    closeChild(tx, trigger);
    return;
  }
  tx.answered = trigger.step;
  const frame = frameAt(tx, taskOfStep(trigger.step));
  if (frame?.kind !== 'call') return;
  if (trigger.gate !== undefined) gateAnswer(tx, trigger);
  else if (isOperation(trigger.step)) operationOutcome(tx, frame, trigger);
  else if (frame.step.attempt === trigger.attempt) stepOutcome(tx, frame, trigger);
}

/** A gate answered. An answer of another gate than the one that the step stands before came too late. */
function gateAnswer(tx: Transition, { step, attempt, gate, outcome: result }: OutcomeTrigger): void {
  const at = atGate(tx, step);
  if (at === null || gate === undefined || at.gated.attempt !== attempt || at.gated.gates[0]?.gate !== gate) return;
  if (result.kind === 'completed') pass(tx, step, { gate, with: isJsonObject(result.output) ? result.output : {} });
  else if (result.kind === 'failed') refuse(tx, at, result.fault);
  else hold(tx, { step, attempt, reason: result.reason, cause: 'unavailable' });
}

function closeChild(tx: Transition, { step, outcome: { kind, ...rest } }: OutcomeTrigger): void {
  if (kind === 'unavailable' || kind === 'unknown') return;
  const output: Json = 'output' in rest ? rest.output : null;
  tx.emit({ kind: 'step.completed', step, output });
  tx.work.push({ kind: 'flow', key: rootKey });
}

function stepOutcome(tx: Transition, frame: CallFrame, { outcome: result }: OutcomeTrigger): void {
  if (frame.step.kind === 'probing') {
    probed(tx, frame, result);
    return;
  }
  if (frame.step.kind !== 'performing') return;
  switch (result.kind) {
    case 'completed':
      return finishStep(tx, frame, result.output);
    case 'failed':
      return failStep(tx, frame, result.fault);
    case 'unavailable':
      if (isTaskOfPlan(tx, frame.key))
        return failStep(tx, frame, fault('configuration', result.reason, { status: 503 }));
      return hold(tx, { step: frame.key, attempt: frame.step.attempt, reason: result.reason, cause: 'unavailable' });
    case 'unknown':
      tx.emit({ kind: 'step.ambiguous', step: frame.key, attempt: frame.step.attempt, reason: result.reason });
      return undefined;
    default:
      return unreachable(result);
  }
}

/** The step of a task was done. */
export function finishStep(tx: Transition, frame: CallFrame, output: Json): void {
  const { effect, key } = frame;
  if (effect.kind === 'lock') {
    const token = memberOf(output, 'token');
    assert(typeof token === 'number', `the lock of ${effect.task} was granted without a token`);
    tx.emit({ kind: 'lock.acquired', task: effect.task, key: effect.key, token });
  }
  const passesThrough = effect.kind === 'emit' || effect.kind === 'lock';
  complete(tx, { key, output: passesThrough ? frame.input : output });
}

/** The step of a task failed for good. */
export function failStep(tx: Transition, frame: CallFrame, failed: Fault): void {
  const node = tx.program.tasks[frame.node];
  fail(tx, frame.key, { ...failed, instance: node?.reference ?? frame.key });
}

/** A probe says `{ happened: true, output }`, `{ happened: false }`, or anything else: nobody knows. */
function probed(tx: Transition, frame: CallFrame, result: OutcomeTrigger['outcome']): void {
  const { attempt } = frame.step;
  const answer = result.kind === 'completed' ? memberOf(result.output, 'happened') : undefined;
  if (answer === true && result.kind === 'completed') {
    finishStep(tx, frame, memberOf(result.output, 'output') ?? null);
  } else if (answer === false) {
    claimNext(tx, { step: frame.key, attempt });
  } else {
    const why =
      result.kind === 'failed'
        ? `its probe failed: ${result.fault.detail ?? result.fault.type}`
        : 'its probe could not tell';
    tx.emit({ kind: 'step.ambiguous', step: frame.key, attempt, reason: why });
  }
}

function operationOutcome(tx: Transition, frame: CallFrame, { step, attempt, outcome: result }: OutcomeTrigger): void {
  const open = openOperation(frame.operations, step);
  if (open?.state.kind !== 'performing' || open.state.attempt !== attempt) return;
  const isOver = result.kind === 'completed' || result.kind === 'failed';
  if (isOver && open.state.due !== undefined) tx.emit({ kind: 'timer.cancelled', timer: timerId('operation', step) });
  if (result.kind === 'completed') tx.emit({ kind: 'step.completed', step, output: result.output });
  else if (result.kind === 'failed') tx.emit({ kind: 'step.failed', step, fault: result.fault });
  else if (result.kind === 'unknown') tx.emit({ kind: 'step.ambiguous', step, attempt, reason: result.reason });
  else hold(tx, { step, attempt, reason: result.reason, cause: 'unavailable' });
}
