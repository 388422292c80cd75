/** After a crash: what is repeated, what is asked of a probe, what a person has to decide, and what is given up. */
import { quarantineAfter } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

const probed = { use: { functions: { check: { call: 'ask', with: { about: '${ . }' } } } } };

function stepWith(metadata: object): SimulatedExecution {
  return simulate(
    { ...probed, do: [{ a: { call: 'a', metadata } }, { b: { call: 'b' } }] },
    { input: { n: 1 }, reload: true },
  );
}

const attempts = (execution: SimulatedExecution): readonly (readonly [string, number])[] =>
  [...execution.open.values()].map(({ id, attempt }) => [id, attempt]);

describe('a step that a crash cut short', () => {
  it('is done again when its rule is safe or keyed, under the same key, and counted first', () => {
    for (const repeat of ['safe', 'keyed']) {
      const execution = stepWith({ repeat }).crash();
      expect(execution.of('step.claimed')).toEqual([{ kind: 'step.claimed', step: 'a', attempt: 2 }]);
      expect([...execution.open.values()]).toMatchObject([{ id: 'a', attempt: 2, idempotencyKey: 'x:a' }]);
    }
  });

  it('is a matter for a person when its rule is never', () => {
    const execution = stepWith({ repeat: 'never' }).crash();
    expect(attempts(execution)).toEqual([]);
    expect(execution.waiting).toMatchObject([{ kind: 'settlement', step: 'a' }]);
    expect(execution.crash().of('step.ambiguous')).toHaveLength(1);
  });

  it('ignores the outcome of the attempt before', () => {
    const execution = stepWith({ repeat: 'keyed' }).crash();
    execution.deliver({ kind: 'outcome', step: 'a', attempt: 1, outcome: { kind: 'completed', output: 'late' } });
    expect(execution.of('task.completed')).toEqual([]);
  });

  it('leaves alone what was not in flight', () => {
    const execution = simulate([{ w: { wait: { seconds: 5 } } }]);
    const before = execution.events.length;
    expect(execution.crash().events.length).toBe(before);
  });
});

describe('a probe', () => {
  const crashed = (): SimulatedExecution => stepWith({ probe: 'check' }).crash();

  it('is asked with what it needs to know, and nothing is repeated meanwhile', () => {
    expect([...crashed().open.values()]).toMatchObject([
      {
        id: 'a',
        attempt: 1,
        probing: true,
        repeat: 'safe',
        effect: {
          kind: 'function',
          name: 'ask',
          input: { about: { input: { n: 1 }, idempotencyKey: 'x:a', attempt: 1 } },
        },
      },
    ]);
  });

  it('that says it happened completes the step with what it says', () => {
    const execution = crashed().complete('a', { happened: true, output: { id: 7 } });
    expect(execution.of('task.completed')).toEqual([{ kind: 'task.completed', task: 'a', output: { id: 7 } }]);
  });

  it('that says it did not leads to the next attempt', () => {
    expect(attempts(crashed().complete('a', { happened: false }))).toEqual([['a', 2]]);
  });

  it('that does not know, fails or is not there leaves it to a person', () => {
    const answers = [
      { kind: 'completed', output: { happened: 'maybe' } },
      { kind: 'completed', output: null },
      { kind: 'failed', fault: { type: 'https://e.com', status: 500 } },
      { kind: 'unavailable', reason: 'gone' },
    ] as const;
    for (const answer of answers)
      expect(crashed().answer('a', answer).waiting).toMatchObject([{ kind: 'settlement', step: 'a' }]);
  });

  it('is asked again after a crash, but not for ever', () => {
    const execution = crashed();
    for (let crashes = 1; crashes < quarantineAfter; crashes += 1)
      expect(attempts(execution.crash())).toEqual([['a', 1]]);
    expect(execution.crash().waiting).toMatchObject([{ kind: 'settlement', step: 'a' }]);
  });

  it('is asked also when the execution is paused; the repeat waits for resume', () => {
    const execution = stepWith({ probe: 'check' });
    execution.deliver({ kind: 'pause' });
    execution.crash().complete('a', { happened: false });
    expect(attempts(execution)).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect(attempts(execution)).toEqual([['a', 2]]);
  });
});

describe('a probe that proves who is calling', () => {
  it('has the policy and the secrets of its own task, not of the one it asks about', () => {
    const endpoint = (uri: string, token: string) => ({ uri, authentication: { bearer: { token } } });
    const http = (method: string, path: string, token: string) => ({
      call: 'http',
      with: { method, endpoint: endpoint(`https://example.com/${path}`, token) },
    });
    const check = http('get', 'asked', '${ $secrets.reader }');
    const use = { secrets: ['reader', 'writer'], functions: { check } };
    const pay = { ...http('post', 'paid', '${ $secrets.writer }'), metadata: { probe: 'check' } };
    const execution = simulate({ use, do: [{ a: pay }] }, { input: null }).crash();
    const policy = execution.open.get('a')?.deferred?.authentications?.call;
    expect(policy?.source).toEqual({ bearer: { token: '${ $secrets.reader }' } });
  });
});

describe('a crash while the execution is suspended', () => {
  it('keeps the step on hold until it is resumed', () => {
    const execution = stepWith({ repeat: 'keyed' });
    execution.deliver({ kind: 'pause' });
    expect(attempts(execution.crash())).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect(attempts(execution)).toEqual([['a', 2]]);
  });

  it('does not turn "ask first" into "do it again"', () => {
    for (const metadata of [{ repeat: 'never' }, { probe: 'check' }]) {
      const execution = stepWith(metadata);
      execution.deliver({ kind: 'pause' });
      execution.crash();
      execution.deliver({ kind: 'resume' });
      expect(execution.of('step.claimed')).toEqual([]);
    }
  });
});

describe('a step that kills its process again and again', () => {
  const crashes = (execution: SimulatedExecution, times: number): SimulatedExecution => {
    for (let crash = 0; crash < times; crash += 1) execution.crash();
    return execution;
  };

  it('is put into quarantine after so many attempts, until a person resumes', () => {
    const execution = crashes(stepWith({ repeat: 'keyed' }), quarantineAfter);
    expect(execution.state).toMatchObject({ phase: 'suspended', suspension: { cause: 'quarantine' } });
    expect(attempts(execution)).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect(attempts(execution)).toEqual([['a', quarantineAfter + 1]]);
    expect(crashes(execution, quarantineAfter).state.phase).toBe('suspended');
  });

  it('is never repeated without asking first, resumed or not', () => {
    const execution = stepWith({ probe: 'check' });
    for (let crash = 1; crash <= quarantineAfter; crash += 1) execution.crash().complete('a', { happened: false });
    expect(execution.state.phase).toBe('suspended');
    execution.deliver({ kind: 'resume' });
    expect(execution.crash().open.get('a')?.probing).toBe(true);
  });

  it('leaves its neighbours alone until the execution is resumed', () => {
    const execution = simulate([{ f: { fork: { branches: [{ a: { call: 'a' } }, { b: { call: 'b' } }] } } }]);
    crashes(execution, quarantineAfter - 1)
      .complete('f/b')
      .crash();
    expect(execution.state.suspension?.reason).toContain('f/a');
    expect(execution.of('task.completed').map(({ task }) => task)).toEqual(['f/b']);
  });
});

describe('a durable function', () => {
  const step = { kind: 'step', repeat: 'keyed' } as const;
  const call = (repeat: 'keyed' | 'never' | 'probe') =>
    ({ kind: 'call', effect: { kind: 'function', name: 'g', input: 1 }, repeat }) as const;

  it('that got on between crashes is not put into quarantine', () => {
    const execution = stepWith({ repeat: 'keyed' });
    for (let round = 0; round < 3 * quarantineAfter; round += 1) {
      execution.ask(`a|s#${round}`, step).crash();
      execution.ask(`a|s#${round}`, step);
      execution.deliver({
        kind: 'outcome',
        step: `a|s#${round}`,
        attempt: 2,
        outcome: { kind: 'completed', output: round },
      });
    }
    expect(execution.state.phase).toBe('running');
  });

  it('that gets nowhere is', () => {
    const execution = crashesOf(stepWith({ repeat: 'keyed' }).ask('a|s#0', step), quarantineAfter + 1);
    expect(execution.state).toMatchObject({ phase: 'suspended', suspension: { cause: 'quarantine' } });
  });

  it('is invoked again although its task may not be repeated, once it has operations', () => {
    expect(attempts(stepWith({ repeat: 'never' }).ask('a|s#0', step).crash())).toEqual([['a', 2]]);
  });

  it('that only waits is left alone, unless something it waited for has ended', () => {
    const waits = stepWith({ repeat: 'keyed' })
      .ask('a|go#0', { kind: 'waitFor', signal: 'go' })
      .ask('a|sleep#0', { kind: 'sleep', milliseconds: 1_000 });
    expect(attempts(waits.crash())).toEqual([]);
    expect(attempts(waits.advance(1_000).crash())).toEqual([['a', 2]]);
  });

  it('has its open calls repeated by their own rules', () => {
    expect(attempts(stepWith({}).ask('a|g#0', call('keyed')).crash())).toEqual([
      ['a|g#0', 2],
      ['a', 2],
    ]);
    for (const repeat of ['never', 'probe'] as const) {
      expect(stepWith({}).ask('a|g#0', call(repeat)).crash().waiting).toMatchObject([
        { kind: 'settlement', step: 'a|g#0' },
      ]);
    }
  });

  it('that goes on inside of one that is held is told to stop: it is invoked again with it', () => {
    const execution = stepWith({}).ask('a|g#0', call('keyed')).ask('a|g#0|s#0', step);
    while (execution.state.phase === 'running') execution.crash();
    expect(execution.state.suspension?.reason).toContain('attempts at a');
    const asked = { kind: 'operation', task: 'a', step: 'a|g#0|s#0', operation: step } as const;
    expect(execution.refusal(asked)).toMatchObject({ code: 'suspended' });
  });

  it('keeps its open calls on hold while the execution is suspended', () => {
    const execution = stepWith({}).ask('a|g#0', call('keyed'));
    execution.deliver({ kind: 'pause' });
    expect(attempts(execution.crash())).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect(attempts(execution)).toEqual([
      ['a|g#0', 2],
      ['a', 2],
    ]);
  });
});

function crashesOf(execution: SimulatedExecution, times: number): SimulatedExecution {
  for (let crash = 0; crash < times; crash += 1) {
    execution.crash();
    if (execution.open.has('a')) execution.ask('a|s#0', { kind: 'step', repeat: 'keyed' });
  }
  return execution;
}

describe('a child', () => {
  const child = { run: { workflow: { namespace: 'n', name: 'c', version: '1.0.0' } } };

  it('is asked for again under the same id and attempt: it may be running', () => {
    const execution = simulate([{ c: child }]);
    const before = execution.open.get('c');
    expect(execution.crash().open.get('c')).toEqual(before);
  });

  it('that was to close is told to again', () => {
    const execution = simulate([{ c: child }]);
    execution.deliver({ kind: 'cancel' });
    const decision = execution.deliver({ kind: 'recover' });
    expect(decision).toMatchObject({ aborted: ['c'], steps: [{ id: 'c' }] });
  });
});

describe('a durable function that is held', () => {
  it('has its children watched after every crash: they end without it', () => {
    const execution = simulate([{ f: { call: 'f' } }], { reload: true });
    const child = { kind: 'workflow', child: 'c', namespace: 'n', name: 'w', version: '1', await: true, input: {} };
    const effect = { ...child, kind: 'workflow' as const };
    const operation = { kind: 'call', effect, repeat: 'safe' } as const;
    execution.deliver({ kind: 'operation', task: 'f', step: 'f|call(n~1w)#0', operation });
    execution.deliver({ kind: 'pause' });
    execution.crash();
    expect(execution.of('step.held')).toMatchObject([{ step: 'f' }]);
    execution.open.clear();
    expect(attempts(execution.crash())).toEqual([['f|call(n~1w)#0', 1]]);
  });
});
