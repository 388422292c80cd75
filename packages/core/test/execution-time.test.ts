/** Time: waits, time-outs of tasks and of the workflow; never early, once, and gone when nothing needs them. */
import { describe, expect, it } from 'vitest';
import { simulate, simulatedStart } from '@batonhq/testing/core';

const seconds = 1_000;
const hour = { hours: 1 };

describe('wait', () => {
  it('lasts as long as it says and lets its input through', () => {
    const execution = simulate([{ w: { wait: { days: 1, seconds: 1 } } }], { input: { n: 1 } });
    expect(execution.waiting).toEqual([{ kind: 'timer', task: 'w', until: simulatedStart + 86_401_000 }]);
    expect(execution.advance(86_400_999).result).toEqual({ phase: 'running' });
    expect(execution.advance(1).result).toEqual({ phase: 'completed', output: { n: 1 } });
  });

  it('takes an expression', () => {
    const execution = simulate([{ w: { wait: '${ .pause }' } }], { input: { pause: 'PT3S' } });
    expect([...execution.timers.values()]).toEqual([simulatedStart + 3 * seconds]);
  });

  it('of nothing is over at once', () => {
    expect(simulate([{ w: { wait: { seconds: 0 } } }]).kinds()).toEqual([
      'execution.started',
      'task.completed',
      'execution.completed',
    ]);
  });

  it('is not over early, whoever says so, and not twice', () => {
    const execution = simulate([{ w: { wait: { seconds: 5 } } }, { x: { wait: hour } }]);
    execution.deliver({ kind: 'timer', timer: 'wait:w' }, simulatedStart + 4_999);
    expect(execution.of('timer.fired')).toEqual([]);
    execution.advance(5 * seconds);
    execution.deliver({ kind: 'timer', timer: 'wait:w' });
    expect(execution.of('timer.fired')).toHaveLength(1);
  });

  it('is over when its timer comes although the clock was set back', () => {
    const execution = simulate([{ w: { wait: { seconds: 5 } } }]);
    execution.deliver({ kind: 'pause' }, simulatedStart + 9 * seconds);
    execution.deliver({ kind: 'resume' }, simulatedStart + 1);
    execution.deliver({ kind: 'timer', timer: 'wait:w' }, simulatedStart + 2);
    expect(execution.result).toMatchObject({ phase: 'completed' });
    expect(execution.state.endedAt).toBe(simulatedStart + 9 * seconds);
  });
});

describe('the time-out of a task', () => {
  it('faults it with everything inside, and can be caught', () => {
    const slow = {
      fork: { branches: [{ a: { call: 'a' } }, { b: { wait: hour } }] },
      timeout: { after: { seconds: 2 } },
    };
    const execution = simulate([
      { t: { try: [{ slow }], catch: { do: [{ late: { set: { status: '${ $error.status }' } } }] } } },
    ]);
    execution.advance(2 * seconds);
    expect(execution.result).toEqual({ phase: 'completed', output: { status: 408 } });
    expect(execution.aborted).toEqual(['t/slow/a']);
    expect(execution.timers.size).toBe(0);
  });

  it('is cancelled when the task ends in time', () => {
    const execution = simulate([{ a: { call: 'a', timeout: { after: { seconds: 2 } } } }, { b: { wait: hour } }]);
    execution.complete('a');
    expect([...execution.timers.keys()]).toEqual(['wait:b']);
    expect(execution.of('timer.cancelled').map(({ timer }) => timer)).toEqual(['timeout:a']);
  });

  it('takes an expression over the input', () => {
    const execution = simulate([{ a: { input: { from: '.x' }, call: 'a', timeout: { after: '${ .limit }' } } }], {
      input: { x: { limit: 'PT7S' } },
    });
    expect([...execution.timers.values()]).toEqual([simulatedStart + 7 * seconds]);
  });

  it('goes on while the execution is paused', () => {
    const execution = simulate([{ a: { call: 'a', timeout: { after: { seconds: 2 } } } }]);
    execution.deliver({ kind: 'pause' });
    expect(execution.advance(2 * seconds).result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
  });
});

describe('the time-out of the workflow', () => {
  const timed = (tasks: readonly object[]): ReturnType<typeof simulate> =>
    simulate({ do: tasks, timeout: { after: { seconds: 10 } } });

  it('abandons what is open and faults', () => {
    const execution = timed([{ w: { wait: hour } }]);
    execution.advance(10 * seconds);
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
    expect(execution.timers.size).toBe(0);
  });

  it('is cancelled when the workflow ends, however that is', () => {
    expect(timed([{ a: { set: { x: 1 } } }]).timers.size).toBe(0);
    expect(timed([{ a: { raise: { error: { type: 'https://e.com', status: 400 } } } }]).timers.size).toBe(0);
    const cancelled = timed([{ w: { wait: hour } }]);
    cancelled.deliver({ kind: 'cancel' });
    expect(cancelled.timers.size).toBe(0);
  });

  it('does nothing when it comes after all, late', () => {
    const undo = { functions: { undo: { call: 'refund' } } };
    const execution = simulate({
      use: undo,
      do: [{ a: { set: { x: 1 }, metadata: { compensate: 'undo' } } }, { w: { wait: hour } }],
      timeout: { after: { seconds: 10 } },
    });
    execution.deliver({ kind: 'cancel' });
    execution.deliver({ kind: 'timer', timer: 'timeout:' }, simulatedStart + 20 * seconds);
    expect(execution.of('timer.fired')).toEqual([]);
    expect(execution.complete('a:undo').result).toEqual({ phase: 'cancelled' });
  });
});
