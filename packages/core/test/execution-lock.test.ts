/** `metadata.lock`: the task asks in front of itself, begins when the lock is granted, and gives it up by ending. */
import { describe, expect, it } from 'vitest';
import { simulate, simulatedStart } from '@batonhq/testing/core';
import { cutBefore } from '../src/execution/past.ts';
import { programFor } from './compiled.ts';
import { jqEvaluator } from './jq-evaluator.ts';

const granted = (token = 1) => ({ key: 'stock-7', token });
const pay = (metadata: object, more: object = {}) => ({
  pay: { call: 'pay', with: { amount: '${ .amount }', fence: '${ $lock.token }' }, metadata, ...more },
});
const locked = (metadata: object = {}, more: object = {}) =>
  simulate([pay({ lock: { key: '${ "stock-\\(.id)" }', ...metadata } }, more)], {
    input: { id: 7, amount: 3 },
    evaluator: jqEvaluator(),
    functions: {},
  });

describe('a task with a lock', () => {
  it('asks first, says what it waits for, and begins with the token in its hands', () => {
    const execution = locked();
    expect(execution.open.get('pay/lock')?.effect).toEqual({ kind: 'lock', key: 'stock-7', task: 'pay' });
    expect(execution.waiting).toEqual([{ kind: 'lock', task: 'pay', key: 'stock-7', since: simulatedStart }]);
    execution.complete('pay/lock', granted(4));
    expect(execution.of('lock.acquired')).toEqual([{ kind: 'lock.acquired', task: 'pay', key: 'stock-7', token: 4 }]);
    expect(execution.open.get('pay/pay')?.effect).toMatchObject({ name: 'pay', input: { amount: 3, fence: 4 } });
    execution.complete('pay/pay', { paid: true });
    expect(execution.result).toEqual({ phase: 'completed', output: { paid: true } });
  });

  it('is not begun twice by a crash, whether it waits or holds', () => {
    const execution = locked().crash().crash();
    expect([...execution.open.keys()]).toEqual(['pay/lock']);
    expect(execution.of('step.claimed')).toEqual([]);
    execution.complete('pay/lock', granted()).crash();
    expect([...execution.open.keys()]).toEqual(['pay/pay']);
    expect(execution.of('lock.acquired')).toHaveLength(1);
  });

  it('faults when it holds the lock for longer than it may, and the wait does not count', () => {
    const execution = locked({ ttl: { seconds: 10 } });
    execution.advance(60_000).complete('pay/lock', granted()).advance(9_999);
    expect(execution.result).toEqual({ phase: 'running' });
    execution.advance(1);
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
  });

  it('can give up waiting by its time-out', () => {
    const execution = locked({}, { timeout: { after: { seconds: 5 } } }).advance(5_000);
    expect(execution.aborted).toEqual(['pay/lock']);
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
  });

  it('does not ask when its condition does not hold', () => {
    expect(locked({}, { if: '${ false }' }).result).toMatchObject({ phase: 'completed' });
  });

  it('can be of any kind, and goes where its switch says', () => {
    const execution = simulate(
      [
        {
          choose: {
            switch: [{ always: { when: '${ $lock.token == 2 }', then: 'there' } }],
            metadata: { lock: { key: 'k' } },
          },
        },
        { here: { set: { at: 'here' } } },
        { there: { set: { at: 'there' } } },
      ],
      { evaluator: jqEvaluator() },
    );
    execution.complete('choose/lock', { key: 'k', token: 2 });
    expect(execution.result).toEqual({ phase: 'completed', output: { at: 'there' } });
  });

  it('may itself be called lock', () => {
    const execution = simulate([{ lock: { set: { ok: true }, metadata: { lock: { key: 'k' } } } }]);
    execution.complete('lock/acquire', { key: 'k', token: 1 });
    expect(execution.result).toEqual({ phase: 'completed', output: { ok: true } });
  });
});

describe('what is wrong with a lock', () => {
  it.each([{}, { id: null }])('faults when its key is no text (%j)', (input) => {
    const execution = simulate([pay({ lock: { key: '${ .id }' } })], { input, evaluator: jqEvaluator() });
    expect(execution.result).toMatchObject({
      phase: 'faulted',
      fault: { detail: expect.stringMatching(/key of a lock is a text/) },
    });
  });

  it('is said when it compiles: secrets in its key, and $lock outside', () => {
    expect(() => programFor({ use: { secrets: ['s'] }, do: [pay({ lock: { key: '${ $secrets.s }' } })] })).toThrow(
      /cannot mention secrets/,
    );
    expect(() => programFor([{ a: { set: '${ $lock.token }' } }])).toThrow(/\$lock is not known/);
  });
});

it('a branch-off inside the task begins before it: locks are not inherited', () => {
  const execution = locked();
  execution.complete('pay/lock', granted()).complete('pay/pay', null);
  const cut = cutBefore(execution.program, execution.events, 'pay/pay');
  expect(cut?.past.task).toBe('pay');
  expect(cut?.past.events.map(({ event }) => event.kind)).not.toContain('lock.acquired');
});
