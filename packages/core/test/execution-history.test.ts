/** A `listen` that asks for events from before it began: they come first, once, and what is not wanted is passed over. */
import { describe, expect, it } from 'vitest';
import { historyWishes, type CloudEvent } from '@batonhq/core';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

function listening(history: unknown, to: object, more: object = {}): SimulatedExecution {
  return simulate([{ w: { wait: { seconds: 60 } } }, { l: { listen: { to }, metadata: { history }, ...more } }], {
    reload: true,
  }).advance(60_000);
}

const kept = (id: string, type: string): CloudEvent => ({ id, source: '/kept', type, data: id });

const to = { any: [{ with: { type: 'n' } }], until: { one: { with: { type: 'stop' } } } };

describe('history', () => {
  it('is asked for by the types that are waited for, since as long as it says', () => {
    const execution = listening('PT10S', to);
    expect(historyWishes(execution.program, execution.state)).toEqual([
      { task: 'l', types: ['n', 'stop'], since: execution.now - 10_000 },
    ]);
    const all = listening(true, { any: [] });
    expect(historyWishes(all.program, all.state)).toEqual([{ task: 'l', types: ['*'], since: 0 }]);
    expect(listening(false, to).state.sequence.child).toMatchObject({ replaying: false });
  });

  it('comes before what happened meanwhile, and each event counts once', () => {
    const execution = listening(true, to);
    execution.deliver({ kind: 'signal', event: kept('live', 'n'), published: execution.now });
    expect(execution.of('signal.received')).toEqual([]);
    const events = [kept('1', 'n'), kept('2', 'other'), kept('1', 'n'), kept('live', 'n')];
    execution.deliver({ kind: 'history', task: 'l', events });
    execution.deliver({ kind: 'signal', event: kept('live', 'n'), published: execution.now });
    execution.deliver({ kind: 'history', task: 'l', events: [kept('late', 'n')] });
    execution.deliver({ kind: 'signal', event: kept('end', 'stop'), published: execution.now });
    expect(execution.result).toEqual({ phase: 'completed', output: ['1', 'live'] });
  });

  it('stops where listening is over', () => {
    const execution = listening(true, { one: { with: { type: 'n' } } });
    execution.deliver({ kind: 'history', task: 'l', events: [kept('1', 'n'), kept('2', 'n')] });
    expect(execution.result).toEqual({ phase: 'completed', output: ['1'] });
    expect(execution.of('signal.received')).toHaveLength(1);
  });

  it('feeds what is done for each event, one after the other', () => {
    const execution = listening(true, to, { foreach: { do: [{ w: { wait: { seconds: 1 } } }] } });
    execution.deliver({ kind: 'history', task: 'l', events: ['1', '2', '3'].map((id) => kept(id, 'n')) });
    execution.deliver({ kind: 'signal', event: kept('end', 'stop'), published: execution.now });
    expect(execution.finish()).toEqual({ phase: 'completed', output: ['1', '2', '3'] });
  });

  it('of a paused execution waits in its inbox', () => {
    const execution = listening(true, { one: { with: { type: 'n' } } });
    execution.deliver({ kind: 'pause' });
    execution.deliver({ kind: 'history', task: 'l', events: [kept('1', 'n')] });
    expect(execution.result).toEqual({ phase: 'suspended' });
    execution.deliver({ kind: 'resume' });
    expect(execution.result).toEqual({ phase: 'completed', output: ['1'] });
  });
});
