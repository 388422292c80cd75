/** Steps: what is handed out, what comes back, events that are emitted, child workflows. */
import { fault } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

const one = (task: object, more: object = {}): SimulatedExecution =>
  simulate({ do: [{ a: task }], ...more }, { input: { n: 1 } });

describe('a call', () => {
  it('is claimed by the event that starts its task, and handed out once that is recorded', () => {
    const execution = one({ call: 'pay:1.2.0', with: { amount: '${ .n }' } });
    expect(execution.of('task.started')).toEqual([
      {
        kind: 'task.started',
        task: 'a',
        effect: { kind: 'function', name: 'pay', version: '1.2.0', input: { amount: 1 } },
      },
    ]);
    expect([...execution.open.values()]).toMatchObject([
      { id: 'a', attempt: 1, execution: 'x', idempotencyKey: 'x:a', repeat: 'keyed', short: false },
    ]);
    expect(execution.waiting).toMatchObject([{ kind: 'step', task: 'a', what: 'function pay:1.2.0', attempt: 1 }]);
  });

  it('faults where it stands, whatever place its fault names', () => {
    expect(
      one({ call: 'a' }).fail('a', fault('communication', 'down', { instance: '/elsewhere' })).result,
    ).toMatchObject({
      phase: 'faulted',
      fault: { status: 500, detail: 'down', instance: '/do/0/a' },
    });
  });

  it('has the rule its author gives, else the default of its kind', () => {
    const rule = (task: object): string | undefined => one(task).open.get('a')?.repeat;
    const http = (method: string): object => ({ call: 'http', with: { method, endpoint: 'https://example.com' } });
    expect(rule({ call: 'f' })).toBe('keyed');
    expect(rule({ call: 'f', metadata: { repeat: 'never' } })).toBe('never');
    expect(['get', 'HEAD', 'PUT', 'DELETE'].map((method) => rule(http(method)))).toEqual([
      'safe',
      'safe',
      'safe',
      'safe',
    ]);
    expect(['post', 'PATCH'].map((method) => rule(http(method)))).toEqual(['never', 'never']);
    expect(rule({ ...http('POST'), metadata: { repeat: 'keyed' } })).toBe('keyed');
  });

  it('leaves secrets out of what is recorded', () => {
    const task = {
      call: 'http',
      with: { method: 'GET', endpoint: 'https://example.com', headers: { 'X-Key': '${ $secrets.key }' } },
    };
    const execution = one(task, { use: { secrets: ['key'] } });
    expect(JSON.stringify(execution.events)).toContain('$secrets.key');
    expect(Object.keys(execution.open.get('a')?.deferred?.members ?? {})).toEqual(['headers']);
  });

  it('ignores an outcome of another attempt, and one that comes twice', () => {
    const execution = one({ call: 'a' });
    execution.deliver({ kind: 'outcome', step: 'a', attempt: 2, outcome: { kind: 'completed', output: 'wrong' } });
    execution.deliver({ kind: 'outcome', step: 'b', attempt: 1, outcome: { kind: 'completed', output: 'wrong' } });
    expect(execution.events).toHaveLength(2);
    execution.complete('a', 'right');
    execution.deliver({ kind: 'outcome', step: 'a', attempt: 1, outcome: { kind: 'completed', output: 'late' } });
    expect(execution.result).toEqual({ phase: 'completed', output: 'right' });
  });

  it('waits for a person when nobody can perform it, and is claimed again on resume', () => {
    const execution = one({ call: 'a' }).answer('a', { kind: 'unavailable', reason: 'no function a' });
    expect(execution.state).toMatchObject({
      phase: 'suspended',
      suspension: { cause: 'unavailable', reason: 'no function a' },
    });
    execution.deliver({ kind: 'resume', by: 'ada' });
    expect([...execution.open.values()]).toMatchObject([{ id: 'a', attempt: 2, idempotencyKey: 'x:a' }]);
    expect(execution.complete('a', 1).result).toEqual({ phase: 'completed', output: 1 });
  });

  it('waits for a person when nobody knows whether it happened', () => {
    const execution = one({ call: 'a' }).answer('a', { kind: 'unknown', reason: 'the connection broke' });
    expect(execution.waiting).toEqual([{ kind: 'settlement', task: 'a', step: 'a', reason: 'the connection broke' }]);
  });

  it('records the arguments of a process, and those with secrets as they were written', () => {
    const shell = { command: 'ls', arguments: ['${ "a" }'], environment: { KEY: '${ $secrets.key }' } };
    const execution = one({ run: { shell } }, { use: { secrets: ['key'] } });
    expect([...execution.open.values()]).toMatchObject([
      {
        effect: { kind: 'process', process: 'shell', arguments: { ...shell, arguments: ['a'] }, await: true },
        repeat: 'never',
      },
    ]);
  });
});

describe('emit', () => {
  it('delivers an event that is the same however often it is sent, and lets its input through', () => {
    const emit = {
      emit: {
        event: {
          with: { source: 'https://shop.example', type: 'order.placed', data: { n: '${ .n }' }, tenant: 'blue' },
        },
      },
    };
    const [first, second] = [one(emit), one(emit)];
    const event = [...first.open.values()].map(({ effect, repeat }) => ({ effect, repeat }));
    expect(event).toMatchObject([
      {
        repeat: 'safe',
        effect: {
          kind: 'emit',
          event: {
            specversion: '1.0',
            type: 'order.placed',
            source: 'https://shop.example',
            data: { n: 1 },
            tenant: 'blue',
          },
        },
      },
    ]);
    expect(event).toEqual([...second.open.values()].map(({ effect, repeat }) => ({ effect, repeat })));
    expect(first.complete('a').result).toEqual({ phase: 'completed', output: { n: 1 } });
  });

  it('faults when it has no type to send under', () => {
    expect(one({ emit: { event: { with: { source: 'https://e.com', type: '${ .none }' } } } }).result).toMatchObject({
      phase: 'faulted',
      fault: { status: 400 },
    });
  });
});

describe('a child workflow', () => {
  const child = (more: object = {}): object => ({
    run: { workflow: { namespace: 'n', name: 'child', version: '1.0.0', input: { of: '${ .n }' } }, ...more },
  });

  it('is a step whose id follows from its place', () => {
    const [order] = one(child()).open.values();
    expect(order).toMatchObject({
      repeat: 'safe',
      effect: { kind: 'workflow', namespace: 'n', name: 'child', version: '1.0.0', input: { of: 1 }, await: true },
    });
    const [again] = one(child()).open.values();
    expect(order?.effect).toEqual(again?.effect);
    expect(one(child()).waiting).toMatchObject([{ kind: 'child', task: 'a' }]);
  });

  it('puts out what the child put out', () => {
    expect(one(child()).complete('a', { of: 'child' }).result).toEqual({ phase: 'completed', output: { of: 'child' } });
  });

  it('that faulted is over: nothing is left to close', () => {
    const execution = one({ try: [{ c: child() }], catch: {} }).fail('a/c');
    expect(execution.aborted).toEqual([]);
    expect(execution.state.closing).toEqual({});
    expect(execution.result).toMatchObject({ phase: 'completed' });
  });

  it('whose output does not fit is over too', () => {
    const execution = one({ ...child(), output: { as: 'error("no")' } }).complete('a', 1);
    expect(execution.result).toMatchObject({ phase: 'faulted' });
  });

  it('that is abandoned is cancelled, and the execution ends after it', () => {
    const execution = one({ try: [{ c: { ...child(), timeout: { after: { seconds: 1 } } } }], catch: {} }).advance(
      1_000,
    );
    expect(execution.aborted).toEqual(['a/c']);
    expect(execution.result).toEqual({ phase: 'running' });
    expect(execution.waiting).toMatchObject([{ kind: 'child', task: 'a/c' }]);
    execution.deliver({
      kind: 'outcome',
      step: 'a/c',
      attempt: 1,
      outcome: { kind: 'failed', fault: fault('runtime', 'cancelled') },
    });
    expect(execution.result).toMatchObject({ phase: 'completed' });
  });

  it('that nobody waits for is not cancelled', () => {
    const execution = one({
      fork: { compete: true, branches: [{ c: child({ await: false }) }, { b: { call: 'b' } }] },
    });
    execution.complete('a/b');
    expect(execution.state.closing).toEqual({});
    expect(execution.result).toMatchObject({ phase: 'completed' });
  });
});
