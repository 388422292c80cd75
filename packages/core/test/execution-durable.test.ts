/** Operations of durable functions: each is recorded, none is done twice, and nothing of them is left behind. */
import { fault, type Operation } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { simulate, simulatedStart, type SimulatedExecution } from '@batonhq/testing/core';

const seconds = 1_000;

/** An execution whose task `f` calls a function; `more` follows it. */
function durable(more: readonly object[] = []): SimulatedExecution {
  return simulate([{ f: { call: 'f' } }, ...more], { input: { n: 1 }, reload: true });
}

const step: Operation = { kind: 'step', repeat: 'keyed' };
const sleep: Operation = { kind: 'sleep', milliseconds: 5 * seconds };
const call: Operation = { kind: 'call', effect: { kind: 'function', name: 'g', input: 1 }, repeat: 'keyed' };
const child: Operation = {
  kind: 'call',
  repeat: 'safe',
  effect: { kind: 'workflow', child: 'x.c', namespace: 'n', name: 'c', version: '1.0.0', input: 1, await: true },
};

const done = (execution: SimulatedExecution, name: string, output: number): SimulatedExecution => {
  execution.deliver({ kind: 'outcome', step: name, attempt: 1, outcome: { kind: 'completed', output } });
  return execution;
};

describe('an operation', () => {
  it('is claimed before its code runs, and its outcome is recorded', () => {
    const execution = durable().ask('f|a#0', step);
    expect(execution.waiting).toMatchObject([{ kind: 'step', what: 'f|a#0', attempt: 1 }]);
    done(execution, 'f|a#0', 7);
    expect(execution.of('step.completed')).toEqual([{ kind: 'step.completed', step: 'f|a#0', output: 7 }]);
    expect(execution.complete('f', 'end').result).toEqual({ phase: 'completed', output: 'end' });
  });

  it('asked for again while it is open is claimed again: its process died', () => {
    const execution = durable().ask('f|a#0', step).crash();
    expect(execution.open.get('f')?.attempt).toBe(2);
    execution.ask('f|a#0', step);
    expect(execution.of('step.claimed').map(({ step: id, attempt }) => [id, attempt])).toEqual([
      ['f|a#0', 1],
      ['f', 2],
      ['f|a#0', 2],
    ]);
  });

  it('ignores outcomes that come late or twice', () => {
    const execution = done(durable().ask('f|a#0', step), 'f|a#0', 7);
    const before = execution.events.length;
    done(execution, 'f|a#0', 8);
    done(execution, 'f|b#0', 8);
    expect(execution.events.length).toBe(before);
  });

  it('is refused while the execution is paused', () => {
    const execution = durable();
    execution.deliver({ kind: 'pause' });
    expect(execution.refusal({ kind: 'operation', task: 'f', step: 'f|a#0', operation: step })).toMatchObject({
      code: 'suspended',
    });
  });

  it('of a task that is over is ignored', () => {
    const execution = durable([{ w: { wait: { hours: 1 } } }]).complete('f');
    const before = execution.events.length;
    execution.ask('f|a#0', step);
    expect(execution.events.length).toBe(before);
  });

  it('that fails tells the function, which goes on', () => {
    const execution = durable().ask('f|g#0', call).fail('f|g#0', fault('runtime', 'no'));
    expect(execution.of('step.failed')).toMatchObject([{ step: 'f|g#0', fault: { detail: 'no' } }]);
    expect(execution.complete('f', 1).result).toEqual({ phase: 'completed', output: 1 });
  });
});

describe('sleep', () => {
  it('ends when its time has come, not before, and not twice', () => {
    const execution = durable().ask('f|sleep#0', sleep);
    expect(execution.waiting).toEqual([{ kind: 'timer', task: 'f', until: simulatedStart + 5 * seconds }]);
    execution.deliver({ kind: 'timer', timer: 'operation:f|sleep#0' }, simulatedStart + 4_999);
    expect(execution.of('step.completed')).toEqual([]);
    execution.advance(5 * seconds);
    execution.deliver({ kind: 'timer', timer: 'operation:f|sleep#0' });
    expect(execution.of('step.completed')).toEqual([{ kind: 'step.completed', step: 'f|sleep#0', output: null }]);
  });
});

describe('waitFor', () => {
  const waitFor = (timeout?: number): Operation => ({
    kind: 'waitFor',
    signal: 'go',
    ...(timeout !== undefined && { timeout }),
  });

  it('gives the data of the next signal of that name, also of one that came before', () => {
    const before = durable().signal('go', 1).ask('f|go#0', waitFor());
    const after = durable().ask('f|go#0', waitFor()).signal('stop', 0).signal('go', 1);
    for (const execution of [before, after])
      expect(execution.of('step.completed')).toEqual([{ kind: 'step.completed', step: 'f|go#0', output: 1 }]);
  });

  it('fails when its time is over, and its timer is gone when the signal comes in time', () => {
    expect(durable().ask('f|go#0', waitFor(1_000)).advance(1_000).of('step.failed')).toMatchObject([
      { fault: { status: 408 } },
    ]);
    const execution = durable().ask('f|go#0', waitFor(1_000)).signal('go', 1);
    expect(execution.timers.size).toBe(0);
    expect(execution.advance(2_000).of('step.failed')).toEqual([]);
  });

  it('gives two waits two signals', () => {
    const execution = durable().ask('f|go#0', waitFor()).ask('f|go#1', waitFor()).signal('go', 1).signal('go', 2);
    expect(execution.of('step.completed').map(({ step: id, output }) => [id, output])).toEqual([
      ['f|go#0', 1],
      ['f|go#1', 2],
    ]);
  });

  it('hears after resume what came while the execution was paused', () => {
    const execution = durable().ask('f|go#0', waitFor());
    execution.deliver({ kind: 'pause' });
    expect(execution.signal('go', 1).of('step.completed')).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect(execution.of('step.completed')).toHaveLength(1);
  });
});

describe('what a function leaves open', () => {
  it('is released when it ends: timers cancelled, calls aborted, children closed before the execution ends', () => {
    const execution = durable().ask('f|sleep#0', sleep).ask('f|g#0', call).ask('f|c#0', child);
    execution.complete('f', 'raced');
    expect(execution.timers.size).toBe(0);
    expect(execution.aborted).toEqual(['f|g#0', 'f|c#0']);
    expect(execution.waiting).toMatchObject([{ kind: 'child', task: 'f|c#0', child: 'x.c' }]);
    expect(done(execution, 'f|c#0', 0).result).toEqual({ phase: 'completed', output: 'raced' });
  });

  it('is released when its task is cancelled or times out', () => {
    const execution = simulate([{ f: { call: 'f', timeout: { after: { seconds: 1 } } } }])
      .ask('f|sleep#0', sleep)
      .ask('f|c#0', child);
    execution.advance(seconds);
    expect(execution.timers.size).toBe(0);
    expect(execution.aborted).toEqual(['f', 'f|c#0']);
    expect(execution.result).toEqual({ phase: 'running' });
    expect(done(execution, 'f|c#0', 0).result).toMatchObject({ phase: 'faulted' });
  });

  it('is released when it continues as new', () => {
    const execution = durable().ask('f|sleep#0', sleep).ask('f|g#0', call).ask('f|c#0', child);
    execution.ask('f|continueAs#0', { kind: 'continueAs', input: { round: 2 } });
    expect(execution.timers.size).toBe(0);
    expect(execution.aborted).toEqual(['f|g#0', 'f|c#0']);
    expect(Object.keys(execution.state.closing)).toEqual(['f|c#0']);
  });
});

describe('continueAs', () => {
  it('begins again with another input, forgetting the operations so far', () => {
    const execution = done(durable().ask('f|a#0', step), 'f|a#0', 7).ask('f|continueAs#0', {
      kind: 'continueAs',
      input: { round: 2 },
    });
    const since = execution.events.at(-1)?.seq;
    expect(execution.crash().open.get('f')).toMatchObject({
      attempt: 2,
      continued: { input: { round: 2 }, since, generation: 1 },
    });
  });
});

describe('a mismatch', () => {
  it('suspends the execution with the difference; resume invokes the function again', () => {
    const execution = durable();
    execution.deliver({ kind: 'mismatch', task: 'f', difference: 'it asked for b where it had asked for a' });
    expect(execution.state).toMatchObject({ phase: 'suspended', suspension: { cause: 'mismatch' } });
    execution.deliver({ kind: 'resume' });
    expect(execution.open.get('f')?.attempt).toBe(2);
  });
});
