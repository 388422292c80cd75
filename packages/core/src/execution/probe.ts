import { assert } from '../kernel/assert.ts';
import type { StepOrder } from '../step/step.ts';
import { deferredOf, effectOf } from './effects.ts';
import { nodeOf } from './frames.ts';
import { orderFor } from './orders.ts';
import { frameScope } from './scope.ts';
import type { Frame } from './state.ts';
import type { Transition } from './transition.ts';

/** The order to ask a task's probe whether the last attempt at its step happened. */
export function probeOrder(tx: Transition, frame: Frame & { readonly kind: 'call' }): StepOrder {
  const name = nodeOf(tx.program, frame).metadata.probe;
  const index = name === undefined ? undefined : tx.program.functions.get(name);
  const node = index === undefined ? undefined : tx.program.tasks[index];
  assert(node?.kind === 'call', `${frame.key} has no probe that calls something`);
  const order = orderFor(tx, frame);
  const input = { input: frame.input, idempotencyKey: order.idempotencyKey, attempt: frame.step.attempt };
  const effect = effectOf(tx, { key: `${frame.key}:probe`, node, input, scope: frameScope(tx, frame) });
  const { deferred: _ofTheTask, ...rest } = order;
  const deferred = deferredOf(node.effect, { input, scope: frameScope(tx, frame) });
  return { ...rest, effect, repeat: 'safe', probing: true, ...(deferred !== undefined && { deferred }) };
}
