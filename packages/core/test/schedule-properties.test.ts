/** Whatever happens to a schedule and its clock: no instant starts twice, none starts early, none is lost, and the events fold to the state. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Misfire, Overlap } from '../src/calendar/schedule-rule.ts';
import { at, iso, ScheduleTrial } from './schedule-harness.ts';

const start = at('2026-03-28T00:00Z');
const minute = 60_000;

const moves = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 0, max: 200 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('jump' as const), minutes: fc.integer({ min: -3_000, max: 3_000 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('end' as const, 'pause' as const, 'resume' as const, 'recover' as const),
      }),
    },
  ),
  { maxLength: 40 },
);

const rules = fc.record({
  cron: fc.option(
    fc.record({
      expression: fc.constantFrom('*/30 * * * *', '30 2 * * *', '15 * * * *'),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
    }),
  ),
  every: fc.option(fc.integer({ min: 1, max: 120 }).map((minutes) => minutes * minute)),
  misfire: fc.constantFrom<Misfire>('skip', 'one', 'all'),
  overlap: fc.constantFrom<Overlap>('allow', 'skip', 'wait', 'replace'),
  catchUp: fc.integer({ min: 1, max: 10 }),
});

test('nothing starts twice or early, what is due is dealt with, and the facts fold to the state', () => {
  fc.assert(
    fc.property(rules, moves, (says, script) => {
      const trial = new ScheduleTrial();
      let now = start;
      trial.activate(iso(now), says);
      for (const move of script) {
        if (move.kind === 'pass') now += move.minutes * minute;
        if (move.kind === 'jump') now += move.minutes * minute;
        if (move.kind === 'jump') trial.do(iso(now), { kind: 'moved', by: move.minutes * minute });
        if (move.kind === 'pause' || move.kind === 'resume' || move.kind === 'recover')
          trial.do(iso(now), { kind: move.kind });
        if (move.kind === 'end') trial.end(iso(now));
        const from = trial.events.length;
        trial.due(iso(now));
        checkStarts(trial, { from, now });
        checkNothingDue(trial, now);
      }
      const started = trial.events.flatMap(({ event }) =>
        event.kind === 'occurrence.started' ? [event.occurrence.execution] : [],
      );
      expect(new Set(started).size).toBe(started.length);
      expect(trial.events.map(({ seq }) => seq)).toEqual(trial.events.map((_, index) => index + 1));
      expect(trial.replayed()).toEqual(trial.state);
    }),
    { numRuns: 300 },
  );
});

/** What comes up for the first time is not early. What waited before the clock was set back has been due already. */
function checkStarts(trial: ScheduleTrial, { from, now }: { readonly from: number; readonly now: number }): void {
  const occurrences = trial.events.map(({ event }) => ('occurrence' in event ? event.occurrence : null));
  const before = new Set(occurrences.slice(0, from).map((occurrence) => occurrence?.key));
  const fresh = occurrences.slice(from).filter((occurrence) => occurrence !== null && !before.has(occurrence.key));
  expect(fresh.filter((occurrence) => (occurrence?.instant ?? 0) > now)).toEqual([]);
}

/** After looking, nothing is left that is due: it started, waits, was skipped, or was recorded as missed. */
function checkNothingDue({ state }: ScheduleTrial, now: number): void {
  if (state?.phase !== 'active') return;
  expect(state.next.every ?? Infinity).toBeGreaterThan(now);
  expect(state.next.cron ?? Infinity).toBeGreaterThan(now);
}
