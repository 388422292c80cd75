/** A lock goes to one task at a time, first come, first served, with a token that grows, and never to nobody while somebody waits. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fact } from '../src/event/fact.ts';
import type { Json } from '../src/kernel/json.ts';
import { decideLock, type LockTrigger } from '../src/lock/decide-lock.ts';
import { foldLock } from '../src/lock/evolve-lock.ts';
import { freeLock, lockFromJson, lockOf, lockStream, lockToJson, type LockState } from '../src/lock/lock-state.ts';

const request = (execution: string, at = 1): LockTrigger => ({
  kind: 'request',
  at,
  claim: { execution, task: 'pay', step: 'pay/lock' },
});
const leave = (execution: string, at = 1): LockTrigger => ({ kind: 'leave', at, execution, task: 'pay' });

const after = (...triggers: readonly LockTrigger[]): LockState =>
  triggers.reduce((state, trigger) => decideLock(state, trigger).state, freeLock);

it('grants a free lock at once, and queues the others', () => {
  const state = after(request('a', 5), request('b', 6), request('c', 7));
  expect(state.holder).toEqual({ execution: 'a', task: 'pay', step: 'pay/lock', since: 5 });
  expect(state.waiting.map(({ execution, since }) => [execution, since])).toEqual([
    ['b', 6],
    ['c', 7],
  ]);
});

it('passes on when the holder leaves, and skips those that gave up', () => {
  const state = after(request('a'), request('b'), request('c'), leave('b'), leave('a', 9));
  expect(state).toMatchObject({ token: 2, holder: { execution: 'c', since: 9 }, waiting: [] });
});

it('changes nothing for who asks again, or leaves without standing there', () => {
  const state = after(request('a'), request('b'));
  for (const trigger of [request('a'), request('b'), leave('x')]) {
    expect(decideLock(state, trigger)).toEqual({ state, facts: [] });
  }
});

it('never lets time go back', () => {
  expect(after(request('a', 50), request('b', 20))).toMatchObject({ at: 50, waiting: [{ since: 50 }] });
});

it('holds its invariants whatever reaches it, and its facts fold to its state', () => {
  const trigger = fc
    .tuple(fc.boolean(), fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(100))
    .map(([asks, execution, at]) => (asks ? request(execution, at) : leave(execution, at)));
  fc.assert(
    fc.property(fc.array(trigger, { maxLength: 60 }), (triggers) => {
      const facts: Fact[] = [];
      const arrivals: Json[] = [];
      const grants: (readonly [Json, Json | undefined])[] = [];
      let state = freeLock;
      for (const next of triggers) {
        const decided = decideLock(state, next);
        for (const { kind, fields } of decided.facts) {
          const execution = fields['execution'] ?? null;
          if (kind === 'lock.requested') arrivals.push(execution);
          if (kind === 'lock.withdrawn') arrivals.splice(arrivals.indexOf(execution), 1);
          if (kind === 'lock.granted') grants.push([execution, arrivals.shift()]);
        }
        expect(decided.state.token).toBeGreaterThanOrEqual(state.token);
        expect(decided.state.holder !== null || decided.state.waiting.length === 0).toBe(true);
        facts.push(...decided.facts);
        state = decided.state;
      }
      expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
      expect(grants.filter(([granted, next]) => granted !== next)).toEqual([]);
      expect(foldLock(facts)).toEqual(state);
      expect(lockFromJson(JSON.parse(JSON.stringify(lockToJson(state))))).toEqual(state);
    }),
    { numRuns: 300 },
  );
});

it('names its stream by tenant and key, whatever they hold', () => {
  for (const named of [
    { tenant: 'local', key: 'stock' },
    { tenant: 'a/b %', key: 'x/lock/y' },
  ])
    expect(lockOf(lockStream(named.tenant, named.key))).toEqual(named);
  expect(lockOf('schedule/a/b')).toBeNull();
});
