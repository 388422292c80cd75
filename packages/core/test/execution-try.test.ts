/** `try`: what is caught, what is tried again and when, and what happens when that is over. */
import { fault } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { simulate, simulatedStart, type SimulatedExecution } from '@batonhq/testing/core';

const seconds = 1_000;

function guarded(rules: object, more: readonly object[] = []): SimulatedExecution {
  return simulate([{ guarded: { try: [{ work: { call: 'work' } }], catch: rules } }, ...more], {
    input: { n: 1 },
    reload: true,
  });
}

/** Fails every attempt as soon as it is made; gives the delays between them. */
function delays(rules: object, attempts = 6): readonly number[] {
  const execution = guarded({ retry: { limit: { attempt: { count: attempts } }, ...rules } });
  const starts: number[] = [];
  while (execution.state.endedAt === null) {
    const [step = ''] = execution.open.keys();
    starts.push(execution.now);
    execution.fail(step);
    const [due = execution.now] = execution.timers.values();
    execution.advance(due - execution.now);
  }
  return starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
}

describe('catch', () => {
  it('takes any fault without a filter, and its list puts out what flows on', () => {
    const execution = guarded({
      as: 'problem',
      do: [{ note: { set: { was: '${ $problem.status }', given: '${ . }' } } }],
    });
    expect(execution.fail('guarded/work', fault('communication', 'down', { status: 503 })).result).toEqual({
      phase: 'completed',
      output: { was: 503, given: { n: 1 } },
    });
    expect(execution.of('task.completed').map(({ task }) => task)).toEqual(['guarded:catch/note', 'guarded']);
  });

  it('without a list lets the input through', () => {
    expect(guarded({}).fail('guarded/work').result).toEqual({ phase: 'completed', output: { n: 1 } });
  });

  it('names the fault "error" by default, only in the catch', () => {
    const execution = guarded({ do: [{ note: { set: { t: '${ $error.title }' } } }] });
    expect(execution.fail('guarded/work').result).toMatchObject({ output: { t: 'Runtime error' } });
  });

  it('filters by the members of the fault', () => {
    const filter = {
      errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/communication', status: 503 } },
    };
    expect(guarded(filter).fail('guarded/work', fault('communication', 'x', { status: 503 })).result.phase).toBe(
      'completed',
    );
    expect(guarded(filter).fail('guarded/work', fault('communication', 'x')).result.phase).toBe('faulted');
    expect(guarded(filter).fail('guarded/work', fault('runtime', 'x', { status: 503 })).result.phase).toBe('faulted');
  });

  it('asks when and exceptWhen', () => {
    const status = (rules: object, value: number): string =>
      guarded(rules).fail('guarded/work', fault('runtime', 'x', { status: value })).result.phase;
    expect(status({ when: '$error.status == 500' }, 500)).toBe('completed');
    expect(status({ when: '$error.status == 500' }, 501)).toBe('faulted');
    expect(status({ exceptWhen: '$error.status == 500' }, 500)).toBe('faulted');
    expect(status({ exceptWhen: '$error.status == 500' }, 501)).toBe('completed');
  });

  it('hands a fault of its own up, and one inside a catch is not caught again', () => {
    const execution = simulate([
      {
        outer: {
          try: [
            {
              inner: {
                try: [{ a: { raise: { error: { type: 'https://e.com/1', status: 400 } } } }],
                catch: { do: [{ b: { raise: { error: { type: 'https://e.com/2', status: 400 } } } }] },
              },
            },
          ],
          catch: { do: [{ c: { set: { t: '${ $error.type }' } } }] },
        },
      },
    ]);
    expect(execution.result).toMatchObject({ output: { t: 'https://e.com/2' } });
  });

  it('faults the try when its conditions cannot be evaluated', () => {
    const execution = guarded({ when: 'error("no")' });
    expect(execution.fail('guarded/work').result).toMatchObject({
      phase: 'faulted',
      fault: { type: expect.stringContaining('/expression'), instance: '/do/0/guarded' },
    });
  });

  it('abandons everything that was open in the attempt', () => {
    const execution = simulate([
      {
        t: { try: [{ all: { fork: { branches: [{ a: { call: 'a' } }, { b: { wait: { hours: 1 } } }] } } }], catch: {} },
      },
    ]);
    execution.fail('t/all/a');
    expect(execution.timers.size).toBe(0);
    expect(execution.result).toMatchObject({ phase: 'completed' });
  });
});

describe('retry', () => {
  it('tries again after the delay, with a fresh body and the same idempotency key', () => {
    const keys: string[] = [];
    const execution = guarded({ retry: { delay: { seconds: 5 }, limit: { attempt: { count: 2 } } } });
    for (const step of ['guarded/work', 'guarded:1/work', 'guarded:2/work']) {
      keys.push(execution.open.get(step)?.idempotencyKey ?? '');
      expect(execution.open.get(step)?.attempt).toBe(1);
      if (step !== 'guarded:2/work') execution.fail(step).advance(5 * seconds);
    }
    expect(new Set(keys)).toEqual(new Set(['x:guarded/work']));
    expect(execution.complete('guarded:2/work', 'done').result).toEqual({ phase: 'completed', output: 'done' });
    expect(execution.now).toBe(simulatedStart + 10 * seconds);
  });

  it('says in the meantime what it waits for', () => {
    const execution = guarded({ retry: { delay: { seconds: 5 } } }).fail('guarded/work');
    expect(execution.waiting).toMatchObject([
      { kind: 'retry', task: 'guarded', attempt: 2, until: simulatedStart + 5 * seconds },
    ]);
  });

  it('waits constantly, linearly or exponentially longer', () => {
    const delay = { seconds: 1 };
    expect(delays({ delay, backoff: { constant: {} } })).toEqual([1, 1, 1, 1, 1, 1].map((n) => n * seconds));
    expect(delays({ delay, backoff: { linear: {} } })).toEqual([1, 2, 3, 4, 5, 6].map((n) => n * seconds));
    expect(delays({ delay, backoff: { exponential: {} } })).toEqual([1, 2, 4, 8, 16, 32].map((n) => n * seconds));
  });

  it('adds jitter within its bounds, the same whenever it is decided', () => {
    const rules = { delay: { seconds: 1 }, jitter: { from: { milliseconds: 100 }, to: { milliseconds: 900 } } };
    const found = delays(rules, 20);
    expect(found).toEqual(delays(rules, 20));
    expect(new Set(found).size).toBeGreaterThan(10);
    expect(found.filter((delay) => delay < 1_100 || delay > 1_900)).toEqual([]);
  });

  it('never waits longer than a year, however often it has failed', () => {
    const found = delays({ delay: { hours: 1 }, backoff: { exponential: {} } }, 40);
    expect(Math.max(...found)).toBe(365 * 24 * 3600 * seconds);
  });

  it('ends after its number of attempts: with the fault, or in the catch when there is a list', () => {
    const limit = { attempt: { count: 1 } };
    const raised = guarded({ retry: { limit } });
    expect(raised.fail('guarded/work').advance(0).fail('guarded:1/work').result).toMatchObject({ phase: 'faulted' });
    const caught = guarded({ retry: { limit }, do: [{ note: { set: { gave: 'up' } } }] });
    expect(caught.fail('guarded/work').advance(0).fail('guarded:1/work').result).toMatchObject({
      output: { gave: 'up' },
    });
  });

  it('ends when its time is over', () => {
    const execution = guarded({ retry: { delay: { seconds: 10 }, limit: { duration: { seconds: 25 } } } });
    execution
      .fail('guarded/work')
      .advance(10 * seconds)
      .fail('guarded:1/work')
      .advance(10 * seconds);
    expect(execution.fail('guarded:2/work').result).toMatchObject({ phase: 'faulted' });
  });

  it('asks its own conditions, and the catch takes over when they do not hold', () => {
    const execution = guarded({ retry: { when: '$error.status == 503' }, do: [{ note: { set: { n: 0 } } }] });
    execution.fail('guarded/work', fault('runtime', 'x', { status: 503 })).advance(0);
    expect(execution.fail('guarded:1/work', fault('runtime', 'x', { status: 500 })).result).toMatchObject({
      output: { n: 0 },
    });
  });

  it('stops an attempt that takes too long', () => {
    const execution = guarded({ retry: { limit: { attempt: { count: 1, duration: { seconds: 3 } } } } });
    execution.advance(3 * seconds);
    expect(execution.aborted).toEqual(['guarded/work']);
    execution.advance(0);
    expect([...execution.open.keys()]).toEqual(['guarded:1/work']);
    execution.advance(3 * seconds);
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
    expect(execution.timers.size).toBe(0);
  });

  it('cancels each timer once', () => {
    const execution = guarded({ retry: { limit: { attempt: { count: 0, duration: { seconds: 3 } } } } }).fail(
      'guarded/work',
    );
    expect(execution.of('timer.cancelled')).toEqual([{ kind: 'timer.cancelled', timer: 'attempt:guarded' }]);
  });

  it('faults the try when the time-out of the next attempt cannot be computed', () => {
    const execution = guarded({
      retry: {
        delay: { seconds: 1 },
        limit: { attempt: { duration: '${ if $context.late then "x" else "PT9S" end }' } },
      },
    });
    expect(execution.result).toEqual({ phase: 'running' });
  });

  it('ignores a timer that comes twice, or late', () => {
    const execution = guarded({ retry: { delay: { seconds: 5 } } })
      .fail('guarded/work')
      .advance(5 * seconds);
    const before = execution.events.length;
    execution.deliver({ kind: 'timer', timer: 'retry:guarded' });
    execution.deliver({ kind: 'timer', timer: 'attempt:guarded' });
    expect(execution.events.length).toBe(before);
  });
});
