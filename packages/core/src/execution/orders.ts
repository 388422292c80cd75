import type { GateWish } from '../gate/wish.ts';
import type { Scope } from '../expression/evaluator.ts';
import type { RepeatRule } from '../program/metadata.ts';
import type { EffectTemplate } from '../program/task-node.ts';
import type { Effect } from '../step/effect.ts';
import type { StepId, StepOrder } from '../step/step.ts';
import { nodeOf, type Running } from './frames.ts';
import { deferredOf } from './effects.ts';
import { callAt } from './call-at.ts';
import { frameScope } from './scope.ts';
import type { Frame } from './state.ts';
import { withoutAttempts } from './task-key.ts';

type CallFrame = Frame & { readonly kind: 'call' };

/**
 * The variables of what `perform` evaluates. To it, the time is that of the task's start: the order may be made again by
 * another trigger, after a crash.
 */
function deferredScope({ program, state }: Running, frame: CallFrame): Scope {
  return frameScope({ program, state }, frame);
}

/** The rule for a task's step: what its compiled call says; delivering a CloudEvent is always safe to repeat. */
export function repeatRuleOf(running: Running, frame: CallFrame): RepeatRule {
  const node = nodeOf(running.program, frame);
  return node.kind === 'call' ? node.repeat : 'safe';
}

/** What to hand to `perform` for the open step of a task. */
export function orderFor(running: Running, frame: CallFrame): StepOrder {
  const { program, state } = running;
  const node = nodeOf(program, frame);
  const deferred =
    node.kind === 'call' && isOutside(node.effect)
      ? deferredOf(node.effect, { input: frame.input, scope: deferredScope(running, frame) })
      : undefined;
  const order: { -readonly [K in keyof StepOrder]: StepOrder[K] } = {
    id: frame.key,
    execution: state.id,
    attempt: frame.step.attempt,
    effect: frame.effect,
    repeat: repeatRuleOf(running, frame),
    idempotencyKey: idempotencyKey(state.id, frame.key),
    short: node.metadata.short === true,
  };
  if (deferred !== undefined) order.deferred = deferred;
  if (frame.continued !== null) order.continued = frame.continued;
  return order;
}

/** What to hand to `perform` for an operation that calls something. */
export function operationOrder(
  { state }: Running,
  step: StepId,
  call: { readonly effect: Effect; readonly repeat: RepeatRule; readonly attempt: number },
): StepOrder {
  return { id: step, execution: state.id, ...call, idempotencyKey: idempotencyKey(state.id, step), short: false };
}

/** What to hand to `perform` for a step that stands before a gate: asking is no effect, so it may be repeated. */
export function gateOrder(
  running: Running,
  {
    step,
    frame,
    attempt,
    wish,
  }: { readonly step: StepId; readonly frame: CallFrame; readonly attempt: number; readonly wish: GateWish },
): StepOrder {
  const call = callAt(frame, step) ?? frame.effect;
  const effect = call.kind === 'step' ? frame.effect : call;
  return { ...operationOrder(running, step, { effect, repeat: 'safe', attempt }), asking: { ...wish, call } };
}

/** Only these have arguments that `perform` evaluates; building their scope for all others would be in vain. */
function isOutside({ kind }: EffectTemplate): boolean {
  return kind === 'http' || kind === 'call' || kind === 'process';
}

function idempotencyKey(execution: string, step: string): string {
  return `${execution}:${withoutAttempts(step)}`;
}
