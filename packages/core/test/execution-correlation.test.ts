/** Which events a `listen` takes for its own: patterns, correlation over several events, strategies that end it. */
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';
import type { Json } from '@batonhq/core';
import { jqEvaluator } from './jq-evaluator.ts';

let sent = 0;

function send(execution: SimulatedExecution, event: Readonly<Record<string, Json>>, published?: number): void {
  sent += 1;
  const whole = { id: `e${sent}`, source: 'https://home.example', type: 'reading', ...event };
  execution.deliver({ kind: 'signal', event: whole, ...(published !== undefined && { published }) });
}

function listening(to: object, more: object = {}): SimulatedExecution {
  return simulate([{ l: { listen: { to, ...more } } }], { reload: true, evaluator: jqEvaluator() });
}

const sensor = (type: string, more: object = {}): object => ({
  with: { type },
  correlate: { room: { from: '.roomid', ...more } },
});

describe('correlation', () => {
  it('without an expectation: the first event settles what all others must have', () => {
    const execution = listening({ all: [sensor('temperature'), sensor('humidity')] });
    send(execution, { type: 'temperature', roomid: 'kitchen', data: 21 });
    send(execution, { type: 'humidity', roomid: 'cellar', data: 80 });
    expect(execution.result).toEqual({ phase: 'running' });
    send(execution, { type: 'humidity', roomid: 'kitchen', data: 40 });
    expect(execution.result).toEqual({ phase: 'completed', output: [21, 40] });
    expect(execution.of('signal.consumed').map(({ keys }) => keys)).toEqual([{ room: 'kitchen' }, undefined]);
  });

  it('with an expectation: a constant, or an expression over the input of the task', () => {
    const execution = simulate(
      [{ l: { listen: { to: { all: [sensor('t', { expect: '7' }), sensor('h', { expect: '${ .room }' })] } } } }],
      { input: { room: 9 }, reload: true },
    );
    send(execution, { type: 't', roomid: 8, data: 'no' });
    send(execution, { type: 't', roomid: 7, data: 'yes' });
    send(execution, { type: 'h', roomid: 9, data: 'other room' });
    expect(execution.result).toEqual({ phase: 'running' });
    expect(execution.state.sequence.child).toMatchObject({ keys: { room: 7 }, met: [0] });
  });

  it('passes over an event that has no value, or that the expression cannot cope with', () => {
    const execution = listening({ one: { with: { type: 't' }, correlate: { a: { from: '.data.order.id' } } } });
    send(execution, { type: 't', data: { order: {} } });
    send(execution, { type: 't', data: 'no map at all' });
    send(execution, { type: 't', data: { order: { id: 5 } } });
    expect(execution.result).toEqual({ phase: 'completed', output: [{ order: { id: 5 } }] });
  });
});

describe('a filter', () => {
  it('may be a regular expression over the whole attribute', () => {
    const execution = listening({ any: [{ with: { type: 'order\\.(paid|sent)' } }], until: '(. | length) == 2' });
    for (const type of ['order.paid.late', 'order.lost', 'order.sent', 'order.paid'])
      send(execution, { type, data: type });
    expect(execution.result).toEqual({ phase: 'completed', output: ['order.sent', 'order.paid'] });
  });

  it('that looks like a regular expression and is none means itself', () => {
    const execution = listening({ one: { with: { type: 't', source: 'https://x.example/?a=(1' } } });
    send(execution, { type: 't', source: 'https://x.example/' });
    send(execution, { type: 't', source: 'https://x.example/?a=(1', data: 1 });
    expect(execution.result).toEqual({ phase: 'completed', output: [1] });
  });

  it('that an event does not suit passes over it', () => {
    const execution = listening({ one: { with: { type: 't', data: '${ .a.b > 1 }' } } });
    send(execution, { type: 't', data: 'text' });
    send(execution, { type: 't', data: { a: { b: 2 } } });
    expect(execution.result).toEqual({ phase: 'completed', output: [{ a: { b: 2 } }] });
  });
});

describe('until', () => {
  it('all of some events: each of them once, in any order, none of them in the output', () => {
    const until = { all: [{ with: { type: 'out' } }, { with: { type: 'paid' } }] };
    const execution = listening({ any: [{ with: { type: 'reading' } }], until });
    for (const type of ['reading', 'paid', 'paid', 'reading', 'out']) send(execution, { type, data: type });
    expect(execution.result).toEqual({ phase: 'completed', output: ['reading', 'reading'] });
  });

  it('any event at all', () => {
    const execution = listening({ any: [{ with: { type: 'x' } }], until: { any: [] } });
    send(execution, { type: 'whatever' });
    expect(execution.result).toEqual({ phase: 'completed', output: [] });
  });

  it('never: it goes on and keeps nothing', () => {
    const execution = listening({ any: [], until: '${ false }' });
    for (let index = 0; index < 20; index += 1) send(execution, { data: index });
    expect(execution.result).toEqual({ phase: 'running' });
    expect(execution.state.sequence.child).toMatchObject({ heard: [] });
    expect(execution.state.inbox).toEqual([]);
  });
});

describe('reading', () => {
  it('raw gives data as text, and encoded data as it came', () => {
    const execution = listening({ any: [], until: '(. | length) == 3' }, { read: 'raw' });
    send(execution, { data: { a: 1 } });
    send(execution, { data: 'text' });
    send(execution, { data_base64: 'AAEC' });
    expect(execution.result).toEqual({ phase: 'completed', output: ['{"a":1}', 'text', 'AAEC'] });
  });

  it('data gives encoded data too', () => {
    const execution = listening({ one: { with: { type: 'reading' } } });
    send(execution, { data_base64: 'AAEC' });
    expect(execution.result).toEqual({ phase: 'completed', output: ['AAEC'] });
  });
});

describe('an event that is published to all who listen', () => {
  it('is passed over when nothing here wants it, and taken when something does', () => {
    const execution = listening({ one: { with: { type: 'reading', data: '${ . > 1 }' } } });
    send(execution, { data: 1 }, execution.now);
    expect(execution.of('signal.received')).toEqual([]);
    send(execution, { data: 2 }, execution.now);
    expect(execution.result).toEqual({ phase: 'completed', output: [2] });
  });

  it('before listening began is not heard', () => {
    const execution = simulate([{ w: { wait: { seconds: 1 } } }, { l: { listen: { to: { any: [] } } } }]);
    const before = execution.now;
    send(execution, { data: 'while it waits' }, before);
    execution.advance(1_000);
    send(execution, { data: 'late delivery' }, before);
    expect(execution.of('signal.received')).toEqual([]);
    send(execution, { data: 'now' }, execution.now);
    expect(execution.result).toEqual({ phase: 'completed', output: ['now'] });
  });

  it('counts once, whoever repeats it; another source with the same id is another event', () => {
    const execution = listening({ any: [], until: '(. | length) == 2' });
    send(execution, { id: 'a', data: 1 }, execution.now);
    send(execution, { id: 'a', data: 1 }, execution.now);
    expect(execution.result).toEqual({ phase: 'running' });
    send(execution, { id: 'a', source: 'https://other.example', data: 2 }, execution.now);
    expect(execution.result).toEqual({ phase: 'completed', output: [1, 2] });
  });
});
