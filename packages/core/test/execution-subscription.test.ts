/** `call: asyncapi` with `foreach`: messages are worked on one by one while the call that brings them goes on. */
import { describe, expect, it } from 'vitest';
import { subscriptionMessage, type Json } from '@batonhq/core';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';
import { jqEvaluator } from './jq-evaluator.ts';

const subscribing = (consume: object, foreach: object, more: object = {}) => ({
  call: 'asyncapi',
  with: {
    document: { endpoint: 'https://chat.example/asyncapi.json' },
    operation: 'hear',
    subscription: { consume, foreach },
  },
  ...more,
});

function started(consume: object, foreach: object = {}, more: object = {}): SimulatedExecution {
  return simulate([{ chat: subscribing(consume, foreach, more) }, { after: { set: { heard: '${ . }' } } }], {
    reload: true,
    evaluator: jqEvaluator(),
  });
}

let sent = 0;

/** What the call brings: messages with these payloads; null for the end. */
function bring(execution: SimulatedExecution, ...payloads: readonly Json[]): void {
  for (const payload of payloads) {
    sent += 1;
    const message = payload === null ? null : { payload };
    execution.deliver({ kind: 'signal', event: subscriptionMessage('chat/receive', `m${sent}`, message) });
  }
}

describe('a subscription with foreach', () => {
  it('ends with the amount, aborts the call, and puts out what was made of the messages', () => {
    const execution = started({ amount: 2 }, { item: 'm', do: [{ twice: { set: '${ $m.payload * 2 + $index }' } }] });
    expect([...execution.open.keys()]).toEqual(['chat/receive']);
    bring(execution, 4);
    expect(execution.result).toEqual({ phase: 'running' });
    bring(execution, 5, 6);
    expect(execution.result).toEqual({ phase: 'completed', output: { heard: [8, 11] } });
    expect(execution.of('task.cancelled')).toMatchObject([{ task: 'chat/receive' }]);
  });

  it('finishes one message before the next; the time of the subscription ends it after the last one', () => {
    const execution = started({ until: '${ false }', for: { minutes: 1 } }, { do: [{ w: { wait: { seconds: 1 } } }] });
    bring(execution, 1, 2, null);
    expect(execution.state.inbox).toHaveLength(2);
    execution.advance(1_000);
    expect(execution.result).toEqual({ phase: 'running' });
    execution.advance(1_000);
    // What goes on for ever keeps nothing of what it heard.
    expect(execution.result).toEqual({ phase: 'completed', output: { heard: [] } });
  });

  it('has conditions over what the messages came to, and over the context that they left', () => {
    const foreach = { export: { as: '${ { sum: (($context.sum // 0) + .payload) } }' } };
    const summed = started({ until: '${ $context.sum > 5 }' }, foreach);
    bring(summed, 2, 3, 4, 5);
    expect(summed.result).toMatchObject({
      phase: 'completed',
      output: { heard: [{ payload: 2 }, { payload: 3 }, { payload: 4 }] },
    });
    const counted = started({ while: '${ length < 2 }' }, { output: { as: '${ .payload }' } });
    bring(counted, 7, 8, 9);
    expect(counted.result).toEqual({ phase: 'completed', output: { heard: [7, 8] } });
  });

  it('faults with the call, and with the work on a message', () => {
    const lost = started({ amount: 2 });
    bring(lost, 1);
    lost.fail('chat/receive', { type: 'https://e.example/lost', status: 503 });
    expect(lost.result).toMatchObject({ phase: 'faulted', fault: { status: 503, instance: '/do/0/chat' } });
    const bad = started(
      { amount: 2 },
      { do: [{ r: { raise: { error: { type: 'https://e.example/bad', status: 409 } } } }] },
    );
    bring(bad, 1);
    expect(bad.result).toMatchObject({ phase: 'faulted', fault: { status: 409 } });
  });

  it('goes on after a crash where it was, as often as that may be, and is never put into quarantine', () => {
    const execution = started({ amount: 3 }, { output: { as: '${ .payload }' } });
    for (let payload = 1; payload <= 3; payload += 1) {
      for (let crash = 0; crash < 4; crash += 1) execution.crash();
      bring(execution, payload);
    }
    expect(execution.result).toEqual({ phase: 'completed', output: { heard: [1, 2, 3] } });
    expect(execution.of('step.claimed')).toEqual([]);
  });

  it('belongs to its task alone: others that listen do not hear it, nor does it hear others', () => {
    const execution = simulate(
      [
        {
          both: {
            fork: {
              branches: [
                { any: { listen: { to: { any: [] } } } },
                { chat: subscribing({ amount: 1 }, { output: { as: '${ .payload }' } }) },
              ],
            },
          },
        },
      ],
      { evaluator: jqEvaluator() },
    );
    execution.deliver({ kind: 'signal', event: subscriptionMessage('both/chat/receive', 'mine', { payload: 'mine' }) });
    expect(execution.result).toEqual({ phase: 'running' });
    execution.signal('news', 'all');
    expect(execution.result).toEqual({ phase: 'completed', output: [['all'], ['mine']] });
  });

  it('is bounded by the time-out of its task, and undone with it', () => {
    const execution = started({ while: '${ true }' }, {}, { timeout: { after: { seconds: 5 } } });
    bring(execution, 1, 2);
    expect(execution.advance(5_000).result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
    expect(execution.timers.size).toBe(0);
  });
});
