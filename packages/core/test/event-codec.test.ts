/** Every kind of event comes back from its stored form as it went in, and what a newer release wrote is refused. */
import { describe, expect, test } from 'vitest';
import type { EventKind, ExecutionEvent, JsonObject } from '@batonhq/core';
import { decodeEvent, encodeEvent, endsExecution } from '../src/event/codec.ts';

const fault = { type: 'x', status: 500 };
const definition = { namespace: 'n', name: 'd', version: '1.0.0', hash: 'h' };
const origin = { tenant: 't', user: 'u', priority: 5 };
const effect = { kind: 'function', name: 'f', input: null } as const;

/** One of each kind, with every member set; total, so that a new kind needs an example. */
const examples: { readonly [K in EventKind]: ExecutionEvent & { readonly kind: K } } = {
  'execution.started': {
    kind: 'execution.started',
    definition,
    input: 1,
    value: 2,
    origin,
    past: {
      events: [
        { seq: 1, at: 5, event: { kind: 'execution.started', definition, input: 1, origin } },
        { seq: 2, at: 6, event: { kind: 'timer.armed', timer: 't', due: 5 } },
      ],
      task: 'a',
      input: { x: 1 },
    },
  },
  'execution.suspended': { kind: 'execution.suspended', reason: 'r', cause: 'person', by: 'u' },
  'execution.resumed': { kind: 'execution.resumed', by: 'u' },
  'execution.cancelling': { kind: 'execution.cancelling', reason: 'r', by: 'u' },
  'execution.faulting': { kind: 'execution.faulting', fault },
  'execution.completed': { kind: 'execution.completed', output: null },
  'execution.faulted': { kind: 'execution.faulted', fault },
  'execution.cancelled': { kind: 'execution.cancelled', reason: 'r' },
  'task.started': { kind: 'task.started', task: 'a', input: 1, effect, items: [1], due: 5 },
  'task.completed': { kind: 'task.completed', task: 'a', output: 1, context: {}, to: 'exit' },
  'task.skipped': { kind: 'task.skipped', task: 'a', reason: 'r' },
  'task.faulted': { kind: 'task.faulted', task: 'a', fault },
  'task.cancelled': { kind: 'task.cancelled', task: 'a', reason: 'r' },
  'iteration.started': { kind: 'iteration.started', task: 'a', index: 1 },
  'iteration.completed': { kind: 'iteration.completed', task: 'a', index: 0, output: 1 },
  'attempt.failed': { kind: 'attempt.failed', task: 'a', attempt: 1, fault, retryAt: 5 },
  'attempt.started': { kind: 'attempt.started', task: 'a', attempt: 2 },
  'fault.caught': { kind: 'fault.caught', task: 'a', fault },
  'lock.acquired': { kind: 'lock.acquired', task: 'a/b', key: 'stock', token: 7 },
  'step.claimed': {
    kind: 'step.claimed',
    step: 's',
    attempt: 1,
    operation: { kind: 'sleep', milliseconds: 5 },
    due: 5,
  },
  'step.gated': {
    kind: 'step.gated',
    step: 's',
    attempt: 2,
    gates: [{ gate: 'limit', asks: { host: 'h' } }],
    operation: { kind: 'step', repeat: 'safe', about: { model: 'm' } },
  },
  'gate.passed': { kind: 'gate.passed', step: 's', gate: 'limit', pass: { slot: 3 } },
  'approval.requested': { kind: 'approval.requested', step: 's', approval: 'x:1', hash: 'h', due: 5 },
  'approval.decided': {
    kind: 'approval.decided',
    step: 's',
    approval: 'x:1',
    decision: 'approve',
    by: 'ada',
    role: 'finance',
    comment: 'fine',
  },
  'approval.amended': { kind: 'approval.amended', step: 's', approval: 'x:1', input: { to: 'b' }, by: 'ada' },
  'revision.awaited': { kind: 'revision.awaited', task: 't', fault },
  'program.revised': {
    kind: 'program.revised',
    approval: 'x:1',
    definition: { namespace: 'n', name: 'd', version: '1.0.0', hash: 'h' },
  },
  'basis.compared': { kind: 'basis.compared', approval: 'x:1', basis: { file: { a: 'h' } } },
  'budget.raised': { kind: 'budget.raised', approval: 'x:1', account: 'execution/x', caps: { money: 5 } },
  'step.completed': { kind: 'step.completed', step: 's', output: 1 },
  'step.failed': { kind: 'step.failed', step: 's', fault },
  'step.ambiguous': { kind: 'step.ambiguous', step: 's', attempt: 1, reason: 'r' },
  'step.held': { kind: 'step.held', step: 's', attempt: 1, reason: 'r' },
  'step.probing': { kind: 'step.probing', step: 's', attempt: 1 },
  'step.settled': { kind: 'step.settled', step: 's', decision: 'repeat', by: 'u' },
  'timer.armed': { kind: 'timer.armed', timer: 't', due: 5 },
  'timer.fired': { kind: 'timer.fired', timer: 't' },
  'timer.cancelled': { kind: 'timer.cancelled', timer: 't' },
  'signal.received': { kind: 'signal.received', event: { id: 'i', source: 's', type: 't', data: 1, extra: 'x' } },
  'signal.consumed': { kind: 'signal.consumed', task: 'a', id: 'i', source: '/s' },
  'history.replayed': { kind: 'history.replayed', task: 'a' },
  'compensation.started': { kind: 'compensation.started', of: 'a', task: 'undo', input: 1 },
};

describe('every kind comes back as it went in', () => {
  test.each(Object.values(examples))('$kind', (event) => {
    expect(decodeEvent(stored(event))).toEqual(event);
  });
});

test('what is not there stays away', () => {
  expect(decodeEvent(stored({ kind: 'task.completed', task: 'a' }))).toStrictEqual({
    kind: 'task.completed',
    task: 'a',
  });
});

test('facts have a class, and what repeats has none', () => {
  const facts = Object.values(examples).filter((event) => encodeEvent(event).fact !== null);
  expect(facts.map(({ kind }) => kind)).toEqual([
    'execution.completed',
    'execution.faulted',
    'execution.cancelled',
    'task.completed',
    'task.skipped',
    'task.faulted',
    'task.cancelled',
    'step.completed',
    'step.failed',
    'signal.received',
    'compensation.started',
  ]);
});

test('the same subject in different roles is not the same fact', () => {
  const classes = [examples['task.completed'], examples['step.completed'], examples['compensation.started']].map(
    (event) => encodeEvent(event).fact,
  );
  expect(new Set(classes).size).toBe(3);
});

test('three kinds end an execution', () => {
  expect(Object.values(examples).filter(endsExecution)).toHaveLength(3);
});

describe('what a newer release wrote is refused', () => {
  test.each([
    ['an unknown kind', { kind: 'task.teleported', version: 1 }],
    ['a newer version of a known kind', { kind: 'task.completed', version: 2 }],
    ['a name that every object has', { kind: 'constructor', version: 1 }],
  ])('%s', (_what, { kind, version }) => {
    expect(() => decodeEvent({ kind, version, subject: 'a', fields: {} })).toThrow(
      expect.objectContaining({ name: 'NewerEventError', kind, version }),
    );
  });
});

function stored(event: ExecutionEvent) {
  const { kind, version, subject, fields } = encodeEvent(event);
  const text: JsonObject = JSON.parse(JSON.stringify(fields));
  return { kind, version, subject, fields: text };
}
