/** Limits let no more through than they say, try one call at a time where calls failed, and never stop for good. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fact } from '../src/event/fact.ts';
import { decideLimit, longestHold, type LimitTrigger, type Verdict } from '../src/limit/decide-limit.ts';
import { foldLimit } from '../src/limit/evolve-limit.ts';
import { defaultBreaker, noRules, rulesFromJson, rulesToJson, type LimitRules } from '../src/limit/limit-rules.ts';
import {
  limitFromJson,
  limitOf,
  limitStream,
  limitToJson,
  unusedLimit,
  type LimitState,
} from '../src/limit/limit-state.ts';

const claim = (step: string) => ({ execution: 'e', step });
const request = (step: string, at: number): LimitTrigger => ({ kind: 'request', at, claim: claim(step) });
const leave = (step: string, at: number): LimitTrigger => ({ kind: 'leave', at, claim: claim(step) });
const answer = (step: string, at: number, verdict: Verdict): LimitTrigger => ({
  kind: 'answer',
  at,
  claim: claim(step),
  verdict,
});
const silence = (step: string, at: number, retryAfter: number): LimitTrigger => ({
  kind: 'answer',
  at,
  claim: claim(step),
  verdict: 'neither',
  retryAfter,
});

/** A resource under rules, moved by triggers. */
function resource(rules: LimitRules) {
  const facts: Fact[] = [];
  let state: LimitState = unusedLimit;
  return {
    facts,
    state: () => state,
    apply(trigger: LimitTrigger) {
      const decision = decideLimit(state, rules, trigger);
      facts.push(...decision.facts);
      ({ state } = decision);
      return decision.obstacle;
    },
  };
}

const failing = (times: number, rules: LimitRules) => {
  const broken = resource(rules);
  for (let at = 1; at <= times; at += 1) broken.apply(answer('a', at, 'failed'));
  return broken;
};

it('records nothing where nothing is counted and nothing fails', () => {
  const free = resource({ ...noRules, breaker: defaultBreaker });
  for (const trigger of [request('a', 1), answer('a', 2, 'worked'), answer('a', 2, 'neither'), leave('a', 3)])
    expect(free.apply(trigger)).toBeNull();
  expect(free.facts).toEqual([]);
});

it('lets a burst through at once, then as many as flow in', () => {
  const limited = resource({ ...noRules, rate: { count: 2, per: 1_000, burst: 2 } });
  expect(['a', 'b', 'c'].map((step) => limited.apply(request(step, 100)))).toEqual([
    null,
    null,
    { kind: 'rate', until: 600, count: 2, per: 1_000 },
  ]);
  expect(limited.apply(request('c', 599))?.until).toBe(600);
  expect(limited.apply(request('c', 600))).toBeNull();
});

it('counts a quota by the days of its zone', () => {
  const rules = { ...noRules, quotas: [{ count: 1, window: 'day', zone: 'Asia/Jerusalem' }] } as const;
  const limited = resource(rules);
  const evening = Date.UTC(2026, 0, 11, 21, 30);
  const midnight = Date.UTC(2026, 0, 11, 22);
  expect(limited.apply(request('a', evening))).toBeNull();
  expect(limited.apply(request('b', evening + 1))).toEqual({ kind: 'quota', until: midnight, count: 1, window: 'day' });
  expect(limited.apply(request('b', midnight))).toBeNull();
});

it('gives a place back when its step has left, and the same step no second one', () => {
  const limited = resource({ ...noRules, concurrency: 1 });
  expect([request('a', 1), request('a', 2), request('b', 2)].map((trigger) => limited.apply(trigger))).toEqual([
    null,
    null,
    { kind: 'concurrency', count: 1 },
  ]);
  limited.apply(leave('a', 3));
  expect(limited.apply(request('b', 3))).toBeNull();
  expect(limited.state().holders).toEqual([{ execution: 'e', step: 'b', since: 3 }]);
});

it('is silent as long as the other side asks for it, but never longer than a day', () => {
  const held = resource({ ...noRules, breaker: defaultBreaker });
  held.apply(silence('a', 10, 5_000));
  held.apply(silence('b', 11, 4_000));
  expect(held.apply(request('c', 12))).toEqual({ kind: 'held', until: 5_000 });
  expect(held.apply(request('c', 5_000))).toBeNull();
  held.apply(silence('c', 6_000, 1e15));
  expect(held.apply(request('d', 6_001))).toEqual({ kind: 'held', until: 6_000 + longestHold });
});

it('opens after failures in a row, and a success between them counts them anew', () => {
  const broken = failing(4, { ...noRules, breaker: defaultBreaker });
  broken.apply(answer('a', 5, 'worked'));
  for (let at = 6; at <= 9; at += 1) broken.apply(answer('a', at, 'failed'));
  expect(broken.apply(request('a', 9))).toBeNull();
  broken.apply(answer('a', 10, 'failed'));
  expect(broken.apply(request('a', 11))).toEqual({ kind: 'open', until: 30_010, failures: 5 });
});

it('opens when too large a share of calls fails', () => {
  const breaker = { ...defaultBreaker, failures: null, ratio: { share: 0.5, calls: 4, per: 1_000 } };
  const shared = resource({ ...noRules, breaker });
  for (const verdict of ['worked', 'worked', 'failed'] as const) shared.apply(answer('a', 1, verdict));
  expect(shared.apply(request('a', 2))).toBeNull();
  shared.apply(answer('a', 2, 'failed'));
  expect(shared.apply(request('a', 3))?.kind).toBe('open');
});

it('lets one call try after the pause: it closes the circuit, or opens it for twice as long', () => {
  const broken = failing(5, { ...noRules, breaker: defaultBreaker });
  const first = 5 + defaultBreaker.pause;
  expect(broken.apply(request('p', first))).toBeNull();
  expect(broken.apply(request('q', first))).toEqual({ kind: 'probing', failures: 5 });
  broken.apply(answer('stranger', first + 1, 'worked'));
  expect(broken.state().breaker.kind).toBe('half-open');
  broken.apply(answer('p', first + 1, 'failed'));
  broken.apply(leave('p', first + 1));
  const second = first + 1 + 2 * defaultBreaker.pause;
  expect(broken.apply(request('q', second - 1))).toEqual({ kind: 'open', until: second, failures: 6 });
  expect(broken.apply(request('q', second))).toBeNull();
  broken.apply(answer('q', second + 1, 'worked'));
  expect(broken.apply(request('r', second + 1))).toBeNull();
});

it('hands the trial on when the call that had it leaves without an answer', () => {
  const broken = failing(5, { ...noRules, breaker: defaultBreaker });
  const at = 5 + defaultBreaker.pause;
  broken.apply(request('p', at));
  broken.apply(leave('p', at + 1));
  expect(broken.apply(request('q', at + 1))).toBeNull();
  expect(broken.state().breaker).toMatchObject({ kind: 'half-open', probe: claim('q') });
});

it('takes a trial that ran out of time for a failure, but no other call', () => {
  const broken = failing(4, { ...noRules, breaker: defaultBreaker });
  broken.apply({ kind: 'leave', at: 4, claim: claim('stranger'), timedOut: true });
  expect(broken.apply(request('a', 4))).toBeNull();
  broken.apply(answer('a', 5, 'failed'));
  const at = 5 + defaultBreaker.pause;
  broken.apply(request('p', at));
  broken.apply({ kind: 'leave', at, claim: claim('p'), timedOut: true });
  expect(broken.apply(request('q', at))).toEqual({
    kind: 'open',
    until: at + 2 * defaultBreaker.pause,
    failures: 6,
  });
});

it('forgets silence and failures when a person says so, and nothing that is used', () => {
  const rules = { ...noRules, breaker: defaultBreaker, rate: { count: 1, per: 1_000, burst: 1 } };
  const broken = failing(5, rules);
  broken.apply(silence('a', 6, 50_000));
  const used = decideLimit(broken.state(), rules, { kind: 'free', at: 7, by: 'ada' });
  expect(used.facts).toMatchObject([{ kind: 'limit.freed', fields: { by: 'ada' } }]);
  expect(decideLimit(used.state, rules, request('b', 8)).obstacle).toBeNull();
  expect(decideLimit(used.state, rules, { kind: 'free', at: 9, by: 'ada' }).facts).toEqual([]);
});

it('keeps what is used when the rules change', () => {
  const rules: LimitRules = { ...noRules, rate: { count: 1, per: 1_000, burst: 2 }, concurrency: 2 };
  const used = resource(rules);
  used.apply(request('a', 0));
  const { facts, state, obstacle } = decideLimit(used.state(), { ...rules, concurrency: 1 }, request('b', 0));
  expect([facts, state, obstacle]).toEqual([[], used.state(), { kind: 'concurrency', count: 1 }]);
  const wider = decideLimit(used.state(), { ...rules, concurrency: 3 }, request('b', 0));
  expect(wider.facts.map(({ kind }) => kind)).toEqual(['limit.configured', 'limit.granted']);
  expect(wider.state.bucket).toEqual({ level: 0, at: 0 });
});

const steps = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const count = fc.integer({ min: 1, max: 5 });
const anyRules: fc.Arbitrary<LimitRules> = fc.record({
  rate: fc.option(fc.record({ count, per: fc.integer({ min: 1, max: 400 }), burst: count })),
  quotas: fc.constantFrom([], [{ count: 3, window: 'minute', zone: 'UTC' } as const]),
  concurrency: fc.option(count),
  breaker: fc.option(
    fc.record({
      failures: fc.option(count),
      ratio: fc.option(
        fc.record({ share: fc.constantFrom(0.3, 1), calls: count, per: fc.integer({ min: 1, max: 500 }) }),
      ),
      pause: fc.integer({ min: 1, max: 300 }),
      longestPause: fc.constant(1_000),
    }),
  ),
});
const anyMoves = fc.array(
  fc.record({
    kind: fc.constantFrom('request', 'request', 'request', 'answer', 'leave'),
    step: steps,
    after: fc.oneof(fc.nat(5), fc.nat(300), fc.nat(70_000)),
    verdict: fc.constantFrom<Verdict>('worked', 'failed', 'failed', 'neither'),
    quiet: fc.option(fc.nat(2_000), { freq: 10 }),
  }),
  { maxLength: 80 },
);

it('holds whatever reaches it: no window sees too much, one call tries, and its facts fold to its state', () => {
  fc.assert(
    fc.property(anyRules, anyMoves, (rules, moves) => {
      const limited = resource(rules);
      const grants: Grant[] = [];
      const crowds: number[] = [];
      const strayProbes: LimitState[] = [];
      let at = 1_000_000;
      for (const move of moves) {
        at += move.after;
        const before = limited.state();
        const isGranted = limited.apply(triggerOf(move, at)) === null && move.kind === 'request';
        if (isGranted && before.holders.every(({ step }) => step !== move.step)) grants.push({ at, before });
        const { holders, breaker } = limited.state();
        crowds.push(holders.length);
        if (breaker.kind === 'half-open' && holders.every(({ step }) => step !== breaker.probe.step))
          strayProbes.push(limited.state());
      }
      expect(Math.max(0, ...crowds)).toBeLessThanOrEqual(rules.concurrency ?? Infinity);
      expect(strayProbes).toEqual([]);
      expect(grants.filter(isAgainstSilence)).toEqual([]);
      expect(tooDense(grants, rules)).toEqual([]);
      expect(limited.facts.map(({ seq }) => seq)).toEqual(limited.facts.map((_, index) => index + 1));
      expect(foldLimit(limited.facts)).toEqual(limited.state());
      expect(limitFromJson(JSON.parse(JSON.stringify(limitToJson(limited.state()))))).toEqual(limited.state());
      expect(rulesFromJson(JSON.parse(JSON.stringify(rulesToJson(rules))))).toEqual(rules);
      expect(waitsAfterAll(limited, at)).toBe(0);
    }),
    { numRuns: 400 },
  );
});

type Move = typeof anyMoves extends fc.Arbitrary<readonly (infer M)[]> ? M : never;

function triggerOf({ kind, step, verdict, quiet }: Move, at: number): LimitTrigger {
  if (kind === 'request') return request(step, at);
  if (kind === 'leave') return leave(step, at);
  return quiet === null ? answer(step, at, verdict) : silence(step, at, at + quiet);
}

/** A call that was let through, and what the resource was like before. */
interface Grant {
  readonly at: number;
  readonly before: LimitState;
}

function isAgainstSilence({ at, before: { heldUntil, breaker } }: Grant): boolean {
  if ((heldUntil ?? 0) > at || breaker.kind === 'half-open') return true;
  return breaker.kind === 'open' && breaker.until > at;
}

/** Stretches of time between two grants that saw more than the rules allow. */
function tooDense(grants: readonly Grant[], { rate, quotas }: LimitRules): readonly (readonly [number, number])[] {
  const minuteOf = (at: number): number => Math.floor(at / 60_000);
  return grants.flatMap(({ at: from }, first) =>
    grants.slice(first).flatMap(({ at: to }, more) => {
      const allowed = rate === null ? Infinity : rate.burst + Math.floor(((to - from) * rate.count) / rate.per);
      const isOver = minuteOf(from) === minuteOf(to) && quotas.some((quota) => more + 1 > quota.count);
      return more + 1 > allowed || isOver ? [[from, to] as const] : [];
    }),
  );
}

/** Once everybody has left: 0 when a call that waits as long as it is told gets through, else the round in which it cannot. */
function waitsAfterAll(limited: ReturnType<typeof resource>, now: number): number {
  let at = now;
  for (const { step } of limited.state().holders) limited.apply(leave(step, at));
  for (let round = 1; round <= 6; round += 1) {
    const obstacle = limited.apply(request('last', at));
    if (obstacle === null) return 0;
    if (obstacle.until === undefined || obstacle.until <= at) return round;
    at = obstacle.until;
  }
  return Infinity;
}

it('names its stream by tenant and resource, whatever they hold', () => {
  for (const named of [
    { tenant: 'local', resource: 'host/example.com' },
    { tenant: 'a/b %', resource: 'host/[::1]:80#key/limit/x' },
  ])
    expect(limitOf(limitStream(named.tenant, named.resource))).toEqual(named);
  expect(limitOf('tenant/local/lock/x')).toBeNull();
});
