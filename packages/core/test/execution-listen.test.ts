/** `listen` and signals: what is consumed, when listening is over, what is kept for later. */
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

const type = (name: string): object => ({ with: { type: name } });

function listening(to: object, more: object = {}): SimulatedExecution {
  return simulate([{ l: { listen: { to, ...more } } }, { rest: { set: '${ {heard: .} }' } }], { reload: true });
}

describe('listen', () => {
  it('to one takes the first event that fits', () => {
    const execution = listening({ one: type('paid') });
    expect(execution.signal('other', 1).signal('paid', { n: 2 }).result).toEqual({
      phase: 'completed',
      output: { heard: [{ n: 2 }] },
    });
  });

  it('says what it waits for', () => {
    expect(listening({ any: [type('a'), type('b')] }).waiting).toMatchObject([
      { kind: 'event', task: 'l', types: ['a', 'b'] },
    ]);
  });

  it('to any takes one that fits one of its filters, or anything without filters', () => {
    expect(listening({ any: [type('a'), type('b')] }).signal('b', 1).result).toMatchObject({ output: { heard: [1] } });
    expect(listening({ any: [] }).signal('whatever', 1).result).toMatchObject({ output: { heard: [1] } });
  });

  it('to all takes one for each of its filters, in any order', () => {
    const execution = listening({ all: [type('a'), type('b'), type('a')] });
    execution.signal('a', 1).signal('c', 2).signal('a', 3).signal('a', 4);
    expect(execution.result).toEqual({ phase: 'running' });
    expect(execution.signal('b', 5).result).toMatchObject({ output: { heard: [1, 3, 5] } });
  });

  it('filters by attributes and by expressions over them', () => {
    const filter = { with: { type: 'paid', data: '${ .amount > 10 }' } };
    const execution = listening({ one: filter });
    expect(execution.signal('paid', { amount: 5 }).result).toEqual({ phase: 'running' });
    expect(execution.signal('paid', { amount: 50 }).result).toMatchObject({ output: { heard: [{ amount: 50 }] } });
  });

  it('reads data, or the whole envelope', () => {
    expect(listening({ one: type('a') }, { read: 'envelope' }).signal('a', 1, 'id-1').result).toMatchObject({
      output: { heard: [{ id: 'id-1', type: 'a', source: '/test', data: 1 }] },
    });
  });

  it('to any until a condition holds collects', () => {
    const execution = listening({ any: [type('n')], until: '(. | length) == 3' });
    expect(execution.signal('n', 1).signal('n', 2).result).toEqual({ phase: 'running' });
    expect(execution.signal('n', 3).result).toMatchObject({ output: { heard: [1, 2, 3] } });
  });

  it('to any until an event comes: that one is no part of it, and does not end the next one', () => {
    const to = { any: [type('n')], until: { one: type('stop') } };
    const execution = simulate([{ first: { listen: { to } } }, { second: { listen: { to } } }]);
    execution.signal('n', 1).signal('stop');
    expect([...execution.waiting]).toMatchObject([{ task: 'second' }]);
    expect(execution.signal('n', 2).signal('stop').result).toMatchObject({ phase: 'completed', output: [2] });
  });

  it('ends with its time-out', () => {
    const execution = simulate([{ l: { listen: { to: { one: type('a') } }, timeout: { after: { seconds: 1 } } } }]);
    expect(execution.advance(1_000).result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
  });
});

describe('a signal', () => {
  it('that comes before anybody listens is kept', () => {
    const execution = simulate([{ w: { wait: { seconds: 1 } } }, { l: { listen: { to: { one: type('a') } } } }]);
    expect(execution.signal('a', 1).advance(1_000).result).toMatchObject({ phase: 'completed', output: [1] });
  });

  it('is consumed once, by the first that listens', () => {
    const l = { listen: { to: { one: type('a') } } };
    const execution = simulate([{ f: { fork: { branches: [{ x: l }, { y: l }] } } }]);
    expect(execution.signal('a', 1).result).toEqual({ phase: 'running' });
    expect(execution.signal('a', 2).result).toMatchObject({ output: [[1], [2]] });
  });

  it('that is sent twice arrives once', () => {
    const l = { listen: { to: { one: type('a') } } };
    const execution = simulate([{ x: l }, { y: l }]);
    execution.signal('a', 1, 'same').signal('a', 1, 'same');
    expect(execution.of('signal.received')).toHaveLength(1);
    expect(execution.waiting).toMatchObject([{ task: 'y' }]);
  });

  it('is kept while the execution is paused, and used when it is resumed', () => {
    const execution = listening({ one: type('a') });
    execution.deliver({ kind: 'pause' });
    execution.signal('a', 1);
    expect(execution.result).toEqual({ phase: 'suspended' });
    execution.deliver({ kind: 'resume' });
    expect(execution.result).toMatchObject({ output: { heard: [1] } });
  });

  it('is refused when a thousand wait that nobody wants', () => {
    const execution = simulate([{ w: { wait: { hours: 1 } } }]);
    for (let index = 0; index < 1_000; index += 1) execution.signal('a', index, `${index}`);
    expect(execution.refusal({ kind: 'signal', event: { id: 'more', source: '/', type: 'a' } })).toMatchObject({
      code: 'inbox-full',
    });
  });

  it('in a loop is heard once each', () => {
    const execution = simulate([
      { loop: { for: { in: '[1, 2, 3]' }, do: [{ l: { listen: { to: { one: type('n') } } } }] } },
    ]);
    execution.signal('n', 1).signal('n', 2).signal('n', 3);
    expect(execution.result).toMatchObject({ phase: 'completed', output: [3] });
  });
});
