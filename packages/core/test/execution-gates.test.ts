/** Gates: what stands between a call and its claim; without any, nothing is different from before. */
import { describe, expect, it } from 'vitest';
import { simulate, simulatedStart } from '@batonhq/testing/core';
import type { GatedCall, Gates, GateWish } from '../src/index.ts';
import { jqEvaluator } from './jq-evaluator.ts';

const limit: GateWish = { gate: 'limit', asks: { resource: 'shop' } };
const budget: GateWish = { gate: 'budget', asks: { calls: 1 } };
const always =
  (...wishes: readonly GateWish[]): Gates =>
  () =>
    wishes;
const call = (name: string, more: object = {}) => ({ [name]: { call: name, with: { n: 1 }, ...more } });

describe('a call behind gates', () => {
  it('asks one after the other and is claimed behind the last one', () => {
    const execution = simulate([call('pay')], { gates: always(budget, limit) });
    expect(execution.kinds()).toEqual(['execution.started', 'task.started']);
    expect(execution.open.get('pay')?.asking).toMatchObject({ ...budget, call: { kind: 'function', name: 'pay' } });
    expect(execution.waiting).toEqual([{ kind: 'gate', task: 'pay', step: 'pay', ...budget, since: simulatedStart }]);
    execution.pass('pay', { reservation: 'r1' });
    expect(execution.open.get('pay')?.asking).toMatchObject(limit);
    execution.pass('pay', { slot: 1 });
    expect(execution.kinds().slice(2)).toEqual(['gate.passed', 'gate.passed', 'step.claimed']);
    expect(execution.of('gate.passed')[0]?.pass).toEqual({ reservation: 'r1' });
    expect(execution.complete('pay', { paid: true }).result).toEqual({ phase: 'completed', output: { paid: true } });
  });

  it('holds up nobody beside it', () => {
    const gates: Gates = ({ step }: GatedCall) => (step.endsWith('pay') ? [limit] : []);
    const execution = simulate([{ both: { fork: { branches: [call('pay'), call('look')] } } }], { gates });
    expect(execution.open.get('both/look')?.asking).toBeUndefined();
    execution.complete('both/look', 1).pass('both/pay').complete('both/pay', 2);
    expect(execution.result).toEqual({ phase: 'completed', output: [2, 1] });
  });

  it('faults with what the gate says when it is refused, and a try may catch that', () => {
    const guarded = { guarded: { try: [call('pay')], catch: { do: [{ note: { set: { refused: true } } }] } } };
    const execution = simulate([guarded], { gates: always(budget) });
    execution.answerGate('guarded/pay', { kind: 'failed', fault: { type: 'urn:x', status: 402, detail: 'spent' } });
    expect(execution.result).toEqual({ phase: 'completed', output: { refused: true } });
    expect(execution.of('task.faulted')[0]?.fault).toMatchObject({ status: 402, instance: '/do/0/guarded/try/0/pay' });
    expect(execution.of('step.claimed')).toEqual([]);
  });

  it('is not in doubt when the process dies before it was claimed: the gate is asked again', () => {
    const execution = simulate([call('pay', { metadata: { repeat: 'never' } })], { gates: always(limit) });
    execution.crash().crash();
    expect(execution.open.get('pay')).toMatchObject({ attempt: 1, asking: limit });
    execution.pass('pay').crash();
    expect(execution.of('step.ambiguous')).toHaveLength(1);
  });

  it('comes to its gates with every further attempt', () => {
    const seen: number[] = [];
    const gates: Gates = ({ attempt }) => {
      seen.push(attempt);
      return [limit];
    };
    const execution = simulate([call('pay')], { gates })
      .pass('pay')
      .crash();
    expect(execution.of('step.gated')).toEqual([
      { kind: 'step.gated', step: 'pay', attempt: 2, gates: [limit], recovered: true },
    ]);
    execution.pass('pay');
    expect(execution.open.get('pay')).toMatchObject({ attempt: 2, recovered: true });
    execution.complete('pay');
    expect(seen).toEqual([1, 2]);
    expect(execution.result.phase).toBe('completed');
  });

  it('waits for its time only from its claim on', () => {
    const execution = simulate([call('pay', { timeout: { after: { seconds: 5 } } })], { gates: always(limit) });
    execution.advance(60_000).pass('pay').advance(4_999);
    expect(execution.result.phase).toBe('running');
    execution.advance(1);
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
  });

  it('is asked for again by whoever resumes it, and not while it is suspended', () => {
    const execution = simulate([call('pay')], { gates: always(budget, limit) });
    execution.deliver({ kind: 'pause' });
    execution.pass('pay');
    expect(execution.open.size).toBe(0);
    execution.deliver({ kind: 'resume' });
    expect(execution.open.get('pay')?.asking).toMatchObject(limit);
  });

  it('ignores the answer of a gate that it has passed, and of an attempt that is over', () => {
    const execution = simulate([call('pay')], { gates: always(budget, limit) });
    const outcome = { kind: 'completed', output: {} } as const;
    execution.pass('pay');
    for (const late of [{ gate: 'budget', attempt: 1 } as const, { gate: 'limit', attempt: 2 } as const])
      expect(execution.deliver({ kind: 'outcome', step: 'pay', outcome, ...late }).events).toEqual([]);
  });

  it('is let go when it is cancelled', () => {
    const execution = simulate([call('pay')], { gates: always(limit) });
    execution.deliver({ kind: 'cancel' });
    expect(execution.aborted).toEqual(['pay']);
    expect(execution.result.phase).toBe('cancelled');
  });

  it('tells gates whose credentials it shows, by their name', () => {
    const seen: (string | null)[] = [];
    const gates: Gates = ({ identity }) => {
      seen.push(identity);
      return [];
    };
    const http = (policy?: object) => ({
      call: 'http',
      with: { method: 'get', endpoint: { uri: 'https://a.example', ...(policy && { authentication: policy }) } },
    });
    const use = { secrets: ['shop'], authentications: { other: { bearer: { token: 't' } } } };
    const shown = [undefined, { bearer: { use: 'shop' } }, { use: 'other' }, { bearer: { token: 't' } }];
    const branches = shown.map((policy, index) => ({ [`b${index}`]: http(policy) }));
    simulate({ use, do: [{ all: { fork: { branches } } }] }, { gates, evaluator: jqEvaluator() });
    expect(seen.slice(0, 2)).toEqual([null, 'shop']);
    expect(seen[2]).toBe(seen[3]);
  });
});

describe('an operation of a durable function behind gates', () => {
  const gates: Gates = ({ step }) => (step.includes('|') ? [limit] : []);

  it('is claimed when it has passed, a call at once', () => {
    const execution = simulate([call('agent')], { gates });
    const effect = { kind: 'function', name: 'mail', input: 1 } as const;
    execution.ask('agent|mail#0', { kind: 'call', effect, repeat: 'keyed' });
    expect(execution.of('step.gated')).toHaveLength(1);
    execution.pass('agent|mail#0');
    expect(execution.open.get('agent|mail#0')).toMatchObject({ effect, attempt: 1 });
    execution.complete('agent|mail#0', 'sent').complete('agent', null);
    expect(execution.result.phase).toBe('completed');
  });

  it('its own code by the function, once it may', () => {
    const execution = simulate([call('agent')], { gates });
    const operation = { kind: 'step', repeat: 'safe', about: { model: 'm' } } as const;
    execution.ask('agent|model#0', operation).ask('agent|model#0', operation);
    expect(execution.open.get('agent|model#0')?.asking?.call).toEqual({ kind: 'step', about: { model: 'm' } });
    expect(execution.of('step.claimed')).toEqual([]);
    execution.pass('agent|model#0').ask('agent|model#0', operation).ask('agent|model#0', operation);
    expect(execution.of('step.claimed').map(({ attempt }) => attempt)).toEqual([1]);
  });

  it('fails with what the gate says', () => {
    const execution = simulate([call('agent')], { gates });
    const effect = { kind: 'function', name: 'mail', input: 1 } as const;
    execution.ask('agent|mail#0', { kind: 'call', effect, repeat: 'never' });
    execution.answerGate('agent|mail#0', { kind: 'failed', fault: { type: 'urn:x', status: 429 } });
    expect(execution.of('step.failed')).toEqual([
      { kind: 'step.failed', step: 'agent|mail#0', fault: { type: 'urn:x', status: 429 } },
    ]);
    expect(execution.result.phase).toBe('running');
  });
});

it('without a gate in force, a call is what it was', () => {
  const plain = simulate([call('pay')]).complete('pay');
  const free = simulate([call('pay')], { gates: always() }).complete('pay');
  expect(free.events).toEqual(plain.events);
});
