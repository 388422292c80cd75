/** The end: compensations in reverse order, once each; cancelled and faulted executions leave nothing open. */
import { fault } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

const undoable = (name: string, more: object = {}): object => ({
  [name]: { call: name, metadata: { compensate: `un${name}` }, ...more },
});
const functions = Object.fromEntries(
  ['a', 'b', 'c'].map((name) => [
    `un${name}`,
    { call: `refund-${name}`, with: { paid: '${ .output }', of: '${ .input }' } },
  ]),
);

/** Three tasks that can be undone, and one that cannot. */
function shop(
  tasks: readonly object[] = [undoable('a'), undoable('b'), undoable('c'), { last: { call: 'last' } }],
): SimulatedExecution {
  return simulate({ use: { functions }, do: tasks }, { input: { n: 1 }, reload: true });
}

const undone = (execution: SimulatedExecution): readonly string[] =>
  execution.of('compensation.started').map(({ of }) => of);

describe('cancelling', () => {
  it('undoes what completed, last first, each given its input and output', () => {
    const execution = shop().complete('a', 'paid a').complete('b', 'paid b');
    execution.deliver({ kind: 'cancel', reason: 'too late' });
    expect(execution.aborted).toEqual(['c']);
    expect([...execution.open.values()]).toMatchObject([
      { id: 'b:undo', effect: { name: 'refund-b', input: { paid: 'paid b', of: 'paid a' } } },
    ]);
    execution.complete('b:undo');
    expect([...execution.open.keys()]).toEqual(['a:undo']);
    expect(execution.complete('a:undo').result).toEqual({ phase: 'cancelled' });
    expect(undone(execution)).toEqual(['b', 'a']);
  });

  it('undoes in reverse order of completion, not of declaration', () => {
    const execution = shop([
      { f: { fork: { branches: [undoable('a'), undoable('b'), undoable('c')] } } },
      { last: { call: 'last' } },
    ]);
    execution.complete('f/b').complete('f/a').complete('f/c');
    execution.deliver({ kind: 'cancel' });
    for (const step of ['f/c:undo', 'f/a:undo', 'f/b:undo']) execution.complete(step);
    expect(undone(execution)).toEqual(['f/c', 'f/a', 'f/b']);
  });

  it('goes on when a compensation fails, and ends as faulted with its fault', () => {
    const execution = shop().complete('a').complete('b');
    execution.deliver({ kind: 'cancel' });
    execution.fail('b:undo', fault('communication', 'the bank is closed')).complete('a:undo');
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { detail: 'the bank is closed' } });
  });

  it('says that it is cancelling, and cannot be cancelled again', () => {
    const execution = shop().complete('a');
    execution.deliver({ kind: 'cancel' });
    expect(execution.deliver({ kind: 'cancel' })).toMatchObject({ events: [] });
    expect(execution.state).toMatchObject({ phase: 'running', ending: { kind: 'cancel' } });
  });

  it('can be paused between compensations', () => {
    const execution = shop().complete('a').complete('b');
    execution.deliver({ kind: 'cancel' });
    execution.deliver({ kind: 'pause' });
    execution.complete('b:undo');
    expect([...execution.open.keys()]).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect(execution.complete('a:undo').result).toEqual({ phase: 'cancelled' });
  });

  it('waits for its children to end before it undoes anything', () => {
    const execution = shop([
      undoable('a'),
      { child: { run: { workflow: { namespace: 'n', name: 'c', version: '1.0.0' } } } },
    ]).complete('a');
    execution.deliver({ kind: 'cancel' });
    expect(execution.aborted).toEqual(['child']);
    expect([...execution.open.keys()]).toEqual([]);
    execution.deliver({
      kind: 'outcome',
      step: 'child',
      attempt: 1,
      outcome: { kind: 'failed', fault: fault('runtime', 'cancelled') },
    });
    expect(execution.complete('a:undo').result).toEqual({ phase: 'cancelled' });
  });
});

describe('a fault that nobody catches', () => {
  it('undoes what completed, and keeps the fault', () => {
    const execution = shop().complete('a').complete('b').fail('c', fault('runtime', 'no stock'));
    execution.complete('b:undo').fail('a:undo', fault('runtime', 'and more'));
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { detail: 'no stock' } });
    expect(undone(execution)).toEqual(['b', 'a']);
  });

  it('that is caught undoes nothing', () => {
    const execution = shop([{ t: { try: [undoable('a'), { x: { call: 'x' } }], catch: {} } }])
      .complete('t/a')
      .fail('t/x');
    expect(execution.result).toMatchObject({ phase: 'completed' });
    expect(undone(execution)).toEqual([]);
  });

  it('after a retry undoes the work of every attempt, under the key of that work', () => {
    const tasks = [
      { t: { try: [undoable('a'), { x: { call: 'x' } }], catch: { retry: { limit: { attempt: { count: 1 } } } } } },
    ];
    const execution = shop(tasks).complete('t/a').fail('t/x').advance(0).complete('t:1/a').fail('t:1/x');
    const keys = [execution.open.get('t:1/a:undo')?.idempotencyKey];
    execution.complete('t:1/a:undo');
    keys.push(execution.open.get('t/a:undo')?.idempotencyKey);
    expect(keys).toEqual(['x:t/a:undo', 'x:t/a:undo']);
    expect(execution.complete('t/a:undo').result).toMatchObject({ phase: 'faulted' });
  });

  it('from a time-out of the workflow undoes too', () => {
    const execution = simulate({
      use: { functions },
      timeout: { after: { seconds: 1 } },
      do: [undoable('a'), { w: { wait: { hours: 1 } } }],
    });
    execution.complete('a').advance(1_000);
    expect([...execution.open.keys()]).toEqual(['a:undo']);
  });
});

describe('a compensation', () => {
  it('can be a list with tasks of every kind, conditions and time-outs', () => {
    const list = {
      do: [
        { skipped: { if: 'false', call: 'never' } },
        { wait: { wait: { seconds: 1 } } },
        { guarded: { try: [{ refund: { call: 'refund' } }], catch: { retry: { limit: { attempt: { count: 1 } } } } } },
        { both: { fork: { branches: [{ x: { call: 'x' } }, { y: { set: { n: 1 } } }] } } },
      ],
    };
    const execution = simulate(
      {
        use: { functions: { undo: list } },
        do: [{ a: { call: 'a', metadata: { compensate: 'undo' } } }, { b: { call: 'b' } }],
      },
      { reload: true },
    );
    execution.complete('a').fail('b').advance(1_000);
    execution.fail('a:undo/guarded/refund').advance(0).complete('a:undo/guarded:1/refund').complete('a:undo/both/x');
    expect(execution.result).toMatchObject({ phase: 'faulted' });
    expect(execution.timers.size).toBe(0);
  });

  it('that is not wanted is skipped, and the next one follows', () => {
    const unless = { if: '.output == "paid"', call: 'refund' };
    const execution = simulate({
      use: { functions: { undo: unless } },
      do: [
        { a: { call: 'a', metadata: { compensate: 'undo' } } },
        { b: { call: 'b', metadata: { compensate: 'undo' } } },
        { c: { call: 'c' } },
      ],
    });
    execution.complete('a', 'paid').complete('b', 'free').fail('c');
    expect([...execution.open.keys()]).toEqual(['a:undo']);
    expect(execution.complete('a:undo').result).toMatchObject({ phase: 'faulted' });
  });

  it('is done for each round of a loop', () => {
    const execution = shop([{ loop: { for: { in: '[1, 2]' }, do: [undoable('a')] } }, { last: { call: 'last' } }]);
    execution
      .complete('loop[0]/a')
      .complete('loop[1]/a')
      .fail('last')
      .complete('loop[1]/a:undo')
      .complete('loop[0]/a:undo');
    expect(undone(execution)).toEqual(['loop[1]/a', 'loop[0]/a']);
  });

  it('is not done when the execution completes', () => {
    const execution = shop([undoable('a')]).complete('a');
    expect(execution.result).toMatchObject({ phase: 'completed' });
    expect(undone(execution)).toEqual([]);
  });
});
