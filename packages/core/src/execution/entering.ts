import type { Json } from '../kernel/json.ts';
import { isJsonObject, writtenAlike } from '../kernel/json.ts';
import { FaultError, fault } from '../kernel/fault.ts';
import { parseDuration } from '../kernel/duration.ts';
import type { Computed, Scope } from '../expression/evaluator.ts';
import type { TaskNode } from '../program/task-node.ts';
import type { TaskKey } from '../step/step.ts';
import type { ExecutionEvent } from '../event/event.ts';
import { timerId } from './task-key.ts';
import type { Transition } from './transition.ts';

/** The members every `task.started` shares. */
export interface Starting {
  readonly key: TaskKey;
  readonly node: TaskNode;
  readonly rawInput: Json;
  readonly input: Json;
  readonly scope: Scope;
}

type StartedEvent = ExecutionEvent & { readonly kind: 'task.started' };
type Extras = Pick<StartedEvent, 'effect' | 'gates' | 'items' | 'due'>;

/** Records that a task began and arms its time-out; behind gates that is done when it is claimed, save for a lease. */
export function begin(tx: Transition, { key, node, rawInput, input, scope }: Starting, extras: Extras = {}): void {
  const limit = node.timeout === undefined ? null : milliseconds(node.timeout, { input, scope });
  tx.emit(startedEvent(key, writtenAlike(input, rawInput) ? undefined : input, extras));
  if (limit !== null && (extras.gates === undefined || node.extended === true))
    tx.emit({ kind: 'timer.armed', timer: timerId('timeout', key), due: tx.at + limit });
}

/** Members are added one by one: this happens for every step, and spreading what is mostly absent costs more. */
function startedEvent(task: TaskKey, input: Json | undefined, { effect, gates, items, due }: Extras): ExecutionEvent {
  const event: { -readonly [K in keyof StartedEvent]: StartedEvent[K] } = { kind: 'task.started', task };
  if (input !== undefined) event.input = input;
  if (effect !== undefined) event.effect = effect;
  if (gates !== undefined) event.gates = gates;
  if (items !== undefined) event.items = items;
  if (due !== undefined) event.due = due;
  return event;
}

/** Evaluates a duration: a number of milliseconds, an ISO 8601 text, or an object of units. */
export function milliseconds(computed: Computed, over: { readonly input: Json; readonly scope: Scope }): number {
  const value = computed.evaluate(over.input, over.scope);
  const duration =
    typeof value === 'number' ? value : typeof value === 'string' || isJsonObject(value) ? parseDuration(value) : null;
  if (duration === null || !Number.isFinite(duration) || duration < 0) {
    throw new FaultError(
      fault('expression', `${JSON.stringify(computed.source)} gives ${JSON.stringify(value)}, which is not a duration`),
    );
  }
  return Math.ceil(duration);
}
