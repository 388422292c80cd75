/** What people order: pause, resume, cancel, settle; and what is refused, with the reason. */
import { fault } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

const two = [{ a: { call: 'a' } }, { b: { call: 'b' } }];

describe('pause', () => {
  it('lets nothing new begin; what is in flight is recorded, and resume goes on from there', () => {
    const execution = simulate(two);
    execution.deliver({ kind: 'pause', by: 'ada' });
    execution.complete('a', 1);
    expect(execution.result).toEqual({ phase: 'suspended' });
    expect([...execution.open.keys()]).toEqual([]);
    expect(execution.waiting).toMatchObject([{ kind: 'resume', reason: 'paused' }]);
    execution.deliver({ kind: 'resume', by: 'ada' });
    expect([...execution.open.keys()]).toEqual(['b']);
  });

  it('twice is no error, and resume once is enough', () => {
    const execution = simulate(two);
    execution.deliver({ kind: 'pause' });
    expect(execution.deliver({ kind: 'pause' })).toMatchObject({ events: [] });
    execution.deliver({ kind: 'resume' });
    expect(execution.state.phase).toBe('running');
  });

  it('records a fault, a caught one too, and goes on with the catch after resume', () => {
    const execution = simulate([{ t: { try: [{ a: { call: 'a' } }], catch: { do: [{ c: { call: 'c' } }] } } }]);
    execution.deliver({ kind: 'pause' });
    execution.fail('t/a');
    expect([...execution.open.keys()]).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect([...execution.open.keys()]).toEqual(['t:catch/c']);
  });

  it('does not keep a fault that nobody catches from ending the execution', () => {
    const execution = simulate(two);
    execution.deliver({ kind: 'pause' });
    expect(execution.fail('a').result).toMatchObject({ phase: 'faulted' });
  });

  it('stops every kind of container from going on, and resume starts them all', () => {
    const branches = [
      { list: { do: two } },
      { loop: { for: { in: '[1, 2]' }, do: [{ a: { call: 'a' } }] } },
      { guarded: { try: two, catch: {} } },
      { inner: { fork: { branches: [{ a: { call: 'a' } }, { b: { call: 'b', metadata: { after: ['a'] } } }] } } },
    ];
    const execution = simulate([{ f: { fork: { branches } } }], { reload: true });
    execution.deliver({ kind: 'pause' });
    for (const step of execution.open.keys()) execution.complete(step);
    expect([...execution.open.keys()]).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect([...execution.open.keys()].toSorted()).toEqual(['f/guarded/b', 'f/inner/b', 'f/list/b', 'f/loop[1]/a']);
  });
});

describe('cancel', () => {
  it('abandons everything open at once', () => {
    const branches = [{ a: { call: 'a' } }, { w: { wait: { hours: 1 } } }, { l: { listen: { to: { any: [] } } } }];
    const execution = simulate({
      do: [{ f: { fork: { branches }, timeout: { after: { days: 1 } } } }],
      timeout: { after: { days: 2 } },
    });
    execution.deliver({ kind: 'cancel', by: 'ada', reason: 'not needed' });
    expect(execution.events.at(-1)?.event).toEqual({ kind: 'execution.cancelled', reason: 'not needed' });
    expect(execution.aborted).toEqual(['f/a']);
    expect(execution.timers.size).toBe(0);
    expect(execution.of('task.cancelled').map(({ task }) => task)).toEqual(['f']);
  });

  it('works while the execution is suspended, whatever suspended it', () => {
    const execution = simulate(two).answer('a', { kind: 'unavailable', reason: 'nobody' });
    execution.deliver({ kind: 'cancel' });
    expect(execution.result).toEqual({ phase: 'cancelled' });
  });

  it('is no error when it is asked for twice, also after the end', () => {
    const execution = simulate(two);
    execution.deliver({ kind: 'cancel' });
    expect(execution.refusal({ kind: 'cancel' })).toBeUndefined();
    expect(execution.of('execution.cancelled')).toHaveLength(1);
  });

  it('comes before late outcomes, which change nothing', () => {
    const execution = simulate(two);
    execution.deliver({ kind: 'cancel' });
    execution.deliver({ kind: 'outcome', step: 'a', attempt: 1, outcome: { kind: 'completed', output: 1 } });
    expect(execution.result).toEqual({ phase: 'cancelled' });
  });
});

describe('settle', () => {
  const ambiguous = (): SimulatedExecution => simulate(two).answer('a', { kind: 'unknown', reason: 'the line broke' });

  it('completed, failed or repeat: as the person says', () => {
    expect([...ambiguous().settle('a', { kind: 'completed', output: 1 }).open.keys()]).toEqual(['b']);
    expect(ambiguous().settle('a', { kind: 'failed', fault: fault('runtime', 'no') }).result).toMatchObject({
      phase: 'faulted',
    });
    const again = ambiguous().settle('a', { kind: 'repeat' });
    expect([...again.open.values()]).toMatchObject([{ id: 'a', attempt: 2, idempotencyKey: 'x:a' }]);
  });

  it('records who said it', () => {
    expect(ambiguous().settle('a', { kind: 'repeat' }).of('step.settled')).toEqual([
      { kind: 'step.settled', step: 'a', decision: 'repeat', by: 'ada' },
    ]);
  });

  it('repeat while the execution is paused waits for resume', () => {
    const execution = ambiguous();
    execution.deliver({ kind: 'pause' });
    execution.settle('a', { kind: 'repeat' });
    expect([...execution.open.keys()]).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect([...execution.open.values()]).toMatchObject([{ id: 'a', attempt: 2 }]);
  });

  it('works for operations of durable functions', () => {
    const asked = (): SimulatedExecution =>
      simulate(two)
        .ask('a|g#0', { kind: 'call', effect: { kind: 'function', name: 'g', input: 1 }, repeat: 'never' })
        .answer('a|g#0', { kind: 'unknown', reason: 'x' });
    expect(asked().settle('a|g#0', { kind: 'completed', output: 1 }).of('step.completed')).toHaveLength(1);
    expect(
      asked()
        .settle('a|g#0', { kind: 'failed', fault: fault('runtime', 'no') })
        .of('step.failed'),
    ).toHaveLength(1);
    expect(asked().settle('a|g#0', { kind: 'repeat' }).open.get('a|g#0')?.attempt).toBe(2);
  });
});

describe('an order that makes no sense now', () => {
  const refused = (
    execution: SimulatedExecution,
    trigger: Parameters<SimulatedExecution['refusal']>[0],
  ): string | undefined => {
    const before = execution.events.length;
    const code = execution.refusal(trigger)?.code;
    expect(execution.events.length).toBe(before);
    return code;
  };
  const event = { id: '1', source: '/', type: 'a' };

  it('is refused when the execution has ended', () => {
    const ended = simulate([{ a: { set: { x: 1 } } }]);
    const orders = [
      { kind: 'pause' },
      { kind: 'resume' },
      { kind: 'cancel' },
      { kind: 'signal', event },
      { kind: 'settle', step: 'a', by: 'ada', decision: { kind: 'repeat' } },
    ] as const;
    for (const order of orders) expect(refused(ended, order)).toBe('terminal');
  });

  it('is refused when there is nothing to resume, to settle, or to start', () => {
    const execution = simulate(two);
    expect(refused(execution, { kind: 'resume' })).toBe('not-suspended');
    expect(refused(execution, { kind: 'settle', step: 'a', by: 'ada', decision: { kind: 'repeat' } })).toBe(
      'not-ambiguous',
    );
    expect(refused(execution, { kind: 'settle', step: 'none', by: 'ada', decision: { kind: 'repeat' } })).toBe(
      'not-ambiguous',
    );
    const { definition, origin } = execution.state;
    expect(refused(execution, { kind: 'start', id: 'x', definition, input: {}, origin })).toBe('already-started');
  });

  it('never changes an execution that has ended, whatever comes', () => {
    const ended = simulate([{ a: { set: { x: 1 } } }]);
    const late: readonly Parameters<SimulatedExecution['deliver']>[0][] = [
      { kind: 'outcome', step: 'a', attempt: 1, outcome: { kind: 'completed', output: 1 } },
      { kind: 'timer', timer: 'wait:a' },
      { kind: 'recover' },
      { kind: 'continue' },
      { kind: 'operation', task: 'a', step: 'a|b#0', operation: { kind: 'sleep', milliseconds: 1 } },
      { kind: 'mismatch', task: 'a', difference: 'x' },
    ];
    for (const trigger of late) expect(ended.deliver(trigger)).toMatchObject({ events: [], steps: [], timers: [] });
  });
});

describe('a task that faults as it begins', () => {
  it('faults once, though a resume finds two reasons to begin it', () => {
    const execution = simulate([
      { hear: { listen: { to: { one: { with: { type: 'go' } } } } } },
      { fail: { raise: { error: { type: 'https://example.com/no', status: 400 } } } },
    ]);
    execution.deliver({ kind: 'pause' });
    const event = { specversion: '1.0', id: 'm', source: 's', type: 'go' } as const;
    execution.deliver({ kind: 'signal', event });
    execution.deliver({ kind: 'resume' });
    expect(execution.of('task.faulted')).toMatchObject([{ task: 'fail' }]);
    expect(execution.result.phase).toBe('faulted');
  });
});
