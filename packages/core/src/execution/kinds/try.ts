import { assert } from '../../kernel/assert.ts';
import { fractionFrom } from '../../kernel/entropy.ts';
import { faultToJson, type Fault } from '../../kernel/fault.ts';
import { isJsonObject, jsonEquals, type Json } from '../../kernel/json.ts';
import type { Expression, Scope } from '../../expression/evaluator.ts';
import type { RetryPolicy } from '../../program/task-node.ts';
import { begin, milliseconds } from '../entering.ts';
import { complete, faultOf, raise } from '../ending.ts';
import { frameScope } from '../scope.ts';
import { sequenceFlow } from '../sequence.ts';
import type { Frame } from '../state.ts';
import { timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { ContainerHandler, NodeOf, Opened, TaskHandler } from './handler.ts';

type TryFrame = Frame & { readonly kind: 'try' };

/** `try`: the sequence; when it faults and the catch matches, again after a delay, or the catch's own sequence. */
export const tryTask: TaskHandler<'try'> & ContainerHandler<'try'> = {
  enter(tx, entry) {
    begin(tx, entry);
    armAttempt(tx, { key: entry.key, node: entry.node, input: entry.input, scope: entry.scope });
    tx.work.push({ kind: 'flow', key: entry.key });
  },
  flow(tx, { frame }) {
    if (frame.stage === 'delay') return;
    if (sequenceFlow(tx, frame) === 'at end') complete(tx, { key: frame.key });
  },
  fault(tx, opened, fault) {
    const { frame, node } = opened;
    assert(node.kind === 'try', `${frame.key} is no try`);
    try {
      handle(tx, { frame, node, fault, scope: scopeWith(tx, opened, { node, fault }) });
    } catch (error) {
      raise(tx, frame.key, faultOf(error, node));
    }
  },
};

interface Caught {
  readonly frame: TryFrame;
  readonly node: NodeOf<'try'>;
  readonly fault: Fault;
  readonly scope: Scope;
}

function handle(tx: Transition, caught: Caught): void {
  const { frame, node, fault } = caught;
  if (frame.attemptTimeoutAt !== null) tx.emit({ kind: 'timer.cancelled', timer: timerId('attempt', frame.key) });
  if (frame.stage !== 'body' || !matches(caught)) {
    raise(tx, frame.key, fault);
    return;
  }
  const retryAt = nextAttemptAt(tx, caught);
  if (retryAt !== null) {
    tx.emit({ kind: 'attempt.failed', task: frame.key, attempt: frame.attempt, fault, retryAt });
    tx.emit({ kind: 'timer.armed', timer: timerId('retry', frame.key), due: retryAt });
  } else if (node.catch.sequence === undefined && node.catch.retry !== undefined) {
    raise(tx, frame.key, fault);
  } else {
    tx.emit({ kind: 'fault.caught', task: frame.key, fault });
    tx.work.push({ kind: 'flow', key: frame.key });
  }
}

function matches({ frame, node, fault, scope }: Caught): boolean {
  const filter = node.catch.errors.evaluate(frame.input, scope);
  const value = faultToJson(fault);
  if (isJsonObject(filter) && isJsonObject(value)) {
    for (const [member, wanted] of Object.entries(filter)) {
      if (!jsonEquals(value[member] ?? null, wanted)) return false;
    }
  }
  return allows(node.catch, frame.input, scope);
}

interface Conditions {
  readonly when?: Expression;
  readonly exceptWhen?: Expression;
}

function allows({ when, exceptWhen }: Conditions, input: Json, scope: Scope): boolean {
  if (when !== undefined && when.evaluate(input, scope) !== true) return false;
  return exceptWhen === undefined || exceptWhen.evaluate(input, scope) !== true;
}

/** The fault is visible under the catch's name, as it will be inside the catch. */
function scopeWith(
  tx: Transition,
  { frame }: Opened<'try'>,
  { node, fault }: { readonly node: NodeOf<'try'>; readonly fault: Fault },
): Scope {
  const around = frameScope(tx, frame);
  return (name) => (name === node.catch.as ? faultToJson(fault) : around(name));
}

/** When to try again; null when the policy allows no further attempt. */
function nextAttemptAt(tx: Transition, { frame, node, scope }: Caught): number | null {
  const policy = node.catch.retry;
  if (policy === undefined || !allows(policy, frame.input, scope)) return null;
  if (policy.attempts !== undefined && frame.attempt >= policy.attempts) return null;
  const at = tx.at + delayOf(policy, { frame, scope, entropy: `${tx.execution}|${frame.key}|${frame.attempt}` });
  if (policy.duration === undefined) return at;
  return at - frame.startedAt > milliseconds(policy.duration, { input: frame.input, scope }) ? null : at;
}

/** The longest delay between attempts: exponential growth has to end somewhere. */
const longestDelay = 365 * 24 * 3600 * 1000;

function delayOf(
  policy: RetryPolicy,
  { frame, scope, entropy }: { readonly frame: TryFrame; readonly scope: Scope; readonly entropy: string },
): number {
  const over = { input: frame.input, scope };
  const base = policy.delay === undefined ? 0 : milliseconds(policy.delay, over);
  const factor =
    policy.backoff === 'constant' ? 1 : policy.backoff === 'linear' ? frame.attempt + 1 : 2 ** frame.attempt;
  if (policy.jitter === undefined) return Math.min(base * factor, longestDelay);
  const from = milliseconds(policy.jitter.from, over);
  const to = milliseconds(policy.jitter.to, over);
  return Math.min(base * factor + Math.round(from + fractionFrom(entropy) * Math.max(0, to - from)), longestDelay);
}

interface AttemptStart {
  readonly key: string;
  readonly node: NodeOf<'try'>;
  readonly input: Json;
  readonly scope: Scope;
}

/** Arms the time-out of one attempt. */
export function armAttempt(tx: Transition, { key, node, input, scope }: AttemptStart): void {
  const limit = node.catch.retry?.attemptDuration;
  if (limit === undefined) return;
  tx.emit({ kind: 'timer.armed', timer: timerId('attempt', key), due: tx.at + milliseconds(limit, { input, scope }) });
}

/** The delay after a failed attempt is over. */
export function startAttempt(tx: Transition, frame: TryFrame, node: NodeOf<'try'>): void {
  tx.emit({ kind: 'attempt.started', task: frame.key, attempt: frame.attempt + 1 });
  armAttempt(tx, { key: frame.key, node, input: frame.input, scope: frameScope(tx, frame) });
  tx.work.push({ kind: 'flow', key: frame.key });
}
