/** `listen` with `foreach`: one event after the other, its output, its context, and all the ways out. */
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

const any = { any: [{ with: { type: 'n' } }] };

function listening(foreach: object, until: unknown = '(. | length) == 3', more: object = {}): SimulatedExecution {
  return simulate([{ l: { listen: { to: { ...any, ...(until !== null && { until }) } }, foreach, ...more } }], {
    reload: true,
  });
}

describe('foreach', () => {
  it('does its tasks for each event, whose outputs are the output', () => {
    const execution = listening({ do: [{ twice: { set: '${ . * 2 }' } }, { more: { set: '${ . + $index }' } }] });
    expect(execution.signal('n', 1).signal('n', 2).signal('n', 3).result).toEqual({
      phase: 'completed',
      output: [2, 5, 8],
    });
    expect(execution.of('iteration.started').map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(execution.of('task.completed').map(({ task }) => task)).toContain('l[1]/twice');
  });

  it('names event and number as it is told, and transforms what flows out', () => {
    const execution = simulate([
      {
        l: {
          listen: { to: any, read: 'envelope' },
          foreach: { item: 'event', at: 'i', output: { as: '{ type: $event.type, number: $i, was: . }' } },
        },
      },
    ]);
    const { output } = execution.signal('n', 'x', 'id-1').result;
    expect(output).toMatchObject([{ type: 'n', number: 0, was: { id: 'id-1', data: 'x' } }]);
  });

  it('finishes one event before it looks at the next, which waits in the inbox', () => {
    const execution = listening({ do: [{ w: { wait: { seconds: 1 } } }] });
    execution.signal('n', 'a').signal('n', 'b').signal('n', 'c');
    expect(execution.state.inbox).toHaveLength(2);
    expect(execution.waiting).toMatchObject([
      { kind: 'event', task: 'l' },
      { kind: 'timer', task: 'l[0]/w' },
    ]);
    execution.advance(1_000);
    expect(execution.state.inbox).toHaveLength(1);
    expect(execution.advance(2_000).result).toEqual({ phase: 'completed', output: ['a', 'b', 'c'] });
  });

  it('exports to the context, which the condition that ends it sees', () => {
    const execution = listening({ export: { as: '{ sum: (($context.sum // 0) + $output) }' } }, '$context.sum >= 5', {
      output: { as: '$context.sum' },
    });
    expect(execution.signal('n', 2).signal('n', 2).result).toEqual({ phase: 'running' });
    expect(execution.signal('n', 2).result).toEqual({ phase: 'completed', output: 6 });
  });

  it('exports inside a branch of a fork stay in the branch until the join', () => {
    const l = { listen: { to: any }, foreach: { export: { as: '{ seen: . }' } } };
    const execution = simulate([{ f: { fork: { branches: [{ l }, { other: { set: '${ $context }' } }] } } }]);
    expect(execution.signal('n', 4).result).toEqual({ phase: 'completed', output: [[4], {}] });
    expect(execution.state.context).toEqual({ seen: 4 });
  });

  it('ends after the events that came before the one that ends it', () => {
    const until = { one: { with: { type: 'stop' } } };
    const execution = listening({ do: [{ w: { wait: { seconds: 1 } } }] }, until);
    execution.signal('n', 1).signal('n', 2).signal('stop').signal('n', 3);
    expect(execution.finish()).toEqual({ phase: 'completed', output: [1, 2] });
    expect(execution.of('signal.consumed').map(({ until: ends }) => ends)).toEqual([undefined, undefined, true]);
  });

  it('to one and to all', () => {
    const foreach = { do: [{ d: { set: '${ [.] }' } }] };
    expect(
      simulate([{ l: { listen: { to: { one: { with: { type: 'a' } } } }, foreach } }]).signal('a', 1).result,
    ).toEqual({
      phase: 'completed',
      output: [[1]],
    });
    const all = { all: [{ with: { type: 'a' } }, { with: { type: 'b' } }] };
    expect(
      simulate([{ l: { listen: { to: all }, foreach } }])
        .signal('b', 1)
        .signal('b', 2)
        .signal('a', 3).result,
    ).toEqual({
      phase: 'completed',
      output: [[1], [3]],
    });
  });

  it('is left by exit, and by end with everything around', () => {
    const leaving = (then: string) => [
      { l: { listen: { to: { ...any, until: '${ false }' } }, foreach: { do: [{ s: { set: { x: 1 }, then } }] } } },
      { after: { set: { after: true } } },
    ];
    expect(simulate(leaving('exit')).signal('n').result).toEqual({ phase: 'completed', output: { after: true } });
    expect(simulate(leaving('end')).signal('n').result).toEqual({ phase: 'completed', output: [] });
  });

  it('faults with its tasks, and with outputs that are not valid', () => {
    const failing = listening({ do: [{ r: { raise: { error: { type: 'https://e.example', status: 418 } } } }] });
    expect(failing.signal('n', 1).result).toMatchObject({ phase: 'faulted', fault: { status: 418 } });
    const invalid = listening({ output: { as: '.missing.deep | keys' } });
    expect(invalid.signal('n', {}).result).toMatchObject({ phase: 'faulted', fault: { instance: '/do/0/l' } });
  });

  it('is abandoned with what it is doing when its time is over', () => {
    const execution = listening({ do: [{ w: { wait: { hours: 1 } } }] }, null, { timeout: { after: { seconds: 5 } } });
    execution.signal('n', 1);
    expect(execution.advance(5_000).result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
    expect(execution.timers.size).toBe(0);
  });

  it('goes on where it was after a crash and after a pause', () => {
    const execution = simulate([{ l: { listen: { to: any }, foreach: { do: [{ c: { call: 'work' } }] } } }], {
      reload: true,
    });
    execution.signal('n', 1).crash();
    execution.deliver({ kind: 'pause' });
    execution.complete('l[0]/c', 'done');
    expect(execution.result).toEqual({ phase: 'suspended' });
    execution.deliver({ kind: 'resume' });
    expect(execution.result).toEqual({ phase: 'completed', output: ['done'] });
  });

  it('takes a thousand events that never end it without growing', () => {
    const execution = listening({ do: [{ s: { set: { x: '${ $item }' } } }] }, '${ false }');
    for (let index = 0; index < 1_000; index += 1) execution.signal('n', index);
    expect(execution.state.sequence.child).toMatchObject({ index: 999, heard: [] });
    expect(JSON.stringify({ ...execution.state, seen: [] }).length).toBeLessThan(2_000);
  });
});
