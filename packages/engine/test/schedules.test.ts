/** Executions start by themselves: on time by a simulated clock, once, over restarts and jumps, on a real journal. */
import type { JsonObject, ScheduleView } from '@batonhq/core';
import type { Engine } from '@batonhq/engine';
import { SimulatedClock } from '@batonhq/testing';
import { describe, expect, test, vi } from 'vitest';
import { folder, until, type Options } from './open-engine.ts';

/** The machine may be busy. */
const patience = 50_000;
vi.setConfig({ testTimeout: 2 * patience });

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = Date.UTC(2030, 0, 1);

interface More {
  readonly tasks?: readonly object[];
  readonly version?: string;
}

const reporting = [{ done: { set: { at: '${ .scheduledAt }' } } }];

function report(
  schedule: object,
  settings: object = {},
  { tasks = reporting, version = '1.0.0' }: More = {},
): JsonObject {
  const document = { dsl: '1.0.3', namespace: 'test', name: 'report', version, metadata: { schedule: settings } };
  return JSON.parse(JSON.stringify({ document, schedule, do: tasks }));
}

interface World {
  readonly clock: SimulatedClock;
  readonly engine: Engine;
}

/** Lets time pass, a step at a time, and all that follows from each happen. */
async function pass({ clock, engine }: World, milliseconds: number, step: number = hour): Promise<void> {
  for (let left = milliseconds; left > 0; left -= step) {
    clock.advance(Math.min(left, step));
    await until(() => isSettled({ clock, engine }), patience);
  }
}

/** Nothing is due, every execution that was claimed exists, and none of them has anything to do now. */
async function isSettled({ clock, engine }: World): Promise<boolean> {
  const { nextAt, open, counts, phase, held, rule } = await engine.schedules.get('test/report');
  if ((nextAt !== null && nextAt <= clock.now()) || (held !== null && rule.overlap === 'replace')) return false;
  if (rule.every !== null && nextAt !== null && nextAt - clock.now() > rule.every) return false;
  const views = await engine.list({ name: 'report', limit: 1_000 });
  const unfinished = views.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
  const claimed = open.map(({ execution }) => execution);
  if (
    views.length < counts.started - counts.failed ||
    (phase === 'active' && claimed.toSorted().join() !== unfinished.toSorted().join())
  )
    return false;
  const waiting = await Promise.all(unfinished.map((id) => engine.details(id)));
  return waiting.every(
    ({ waitingFor: [first] }) => first !== undefined && (first.kind !== 'timer' || first.until > clock.now()),
  );
}

/** When executions of the schedule were to start, oldest first, by the wall clock. */
async function started(engine: Engine): Promise<string[]> {
  const views = await engine.list({ name: 'report', limit: 1_000 });
  const links = await Promise.all(views.map(async ({ id }) => (await engine.details(id)).schedule));
  return links.map((link) => new Date(link?.instant ?? 0).toISOString().slice(5, 16)).toSorted();
}

async function scheduled(schedule: object, settings: object = {}, more: More & { readonly options?: Options } = {}) {
  const clock = new SimulatedClock(begin);
  const place = folder();
  const open = () => place.open({ clock, ...more.options });
  const engine = await open();
  await engine.define(report(schedule, settings, more));
  return { clock, engine, open };
}

const one = (engine: Engine): Promise<ScheduleView> => engine.schedules.get('test/report');

test('cron starts executions at its instants, which say so, and nothing starts before', async () => {
  const { clock, engine } = await scheduled({ cron: '0 9 * * *' }, { zone: 'Asia/Tokyo' });
  await pass({ clock, engine }, minute - 1);
  expect(await started(engine)).toEqual([]);
  await pass({ clock, engine }, 2 * day, 12 * hour);
  expect(await started(engine)).toEqual(['01-02T00:00', '01-03T00:00']);
  const [last] = await engine.list({ name: 'report', limit: 1 });
  expect(last).toMatchObject({ phase: 'completed', output: { at: '2030-01-03T00:00:00.000Z' } });
  expect((await engine.details(last?.id ?? '')).schedule).toEqual({
    id: 'test/report',
    cause: 'cron',
    instant: begin + 2 * day,
  });
  expect(await one(engine)).toMatchObject({
    phase: 'active',
    nextAt: begin + 3 * day,
    open: [],
    counts: { started: 2 },
  });
});

test('every and after keep their promises', async () => {
  const { clock, engine } = await scheduled({ every: { minutes: 10 } });
  await pass({ clock, engine }, 30 * minute, 10 * minute);
  expect(await started(engine)).toEqual(['01-01T00:10', '01-01T00:20', '01-01T00:30']);
  await engine.define(
    report({ after: { minutes: 5 } }, {}, { version: '2.0.0', tasks: [{ nap: { wait: { minutes: 7 } } }] }),
  );
  await pass({ clock, engine }, 20 * minute, minute);
  expect((await started(engine)).slice(3)).toEqual(['01-01T00:30', '01-01T00:43']);
});

test.each([
  ['skip', []],
  ['one', ['01-02T12:00']],
  ['all', Array.from({ length: 30 }, (_, index) => new Date(begin + (7 + index) * hour).toISOString().slice(5, 16))],
])('after a restart, misfire %s', async (misfire, expected) => {
  const { clock, engine, open } = await scheduled({ cron: '0 * * * *' }, { misfire });
  await pass({ clock, engine }, 6.5 * hour);
  const before = await started(engine);
  await engine.close();
  clock.clear();
  clock.advance(30 * hour);
  const again = await open();
  await pass({ clock, engine: again }, 1);
  await until(async () => (await one(again)).nextAt === begin + 37 * hour, patience);
  await until(async () => (await one(again)).open.length === 0, patience);
  expect((await started(again)).slice(before.length)).toEqual(expected);
  expect((await one(again)).counts.missed).toBe(30 - expected.length);
});

test('the clock set forward starts what has come, the clock set back starts nothing again', async () => {
  const { clock, engine } = await scheduled({ cron: '0 * * * *' }, { misfire: 'one' });
  await pass({ clock, engine }, hour);
  clock.jump(5 * hour);
  await pass({ clock, engine }, 10_000);
  expect(await started(engine)).toEqual(['01-01T01:00', '01-01T06:00']);
  clock.jump(-5 * hour);
  await pass({ clock, engine }, 4 * hour);
  expect(await started(engine)).toHaveLength(2);
  await pass({ clock, engine }, 3 * hour);
  expect((await started(engine)).slice(2)).toEqual(['01-01T07:00', '01-01T08:00']);
});

test.each([day, -day])('an interval takes as long as it says though the clock is set by %d', async (jump) => {
  const { clock, engine } = await scheduled({ every: { minutes: 10 } });
  await pass({ clock, engine }, 5 * minute);
  clock.jump(jump);
  await pass({ clock, engine }, 4.9 * minute);
  expect(await started(engine)).toEqual([]);
  await pass({ clock, engine }, 0.2 * minute);
  expect(await started(engine)).toHaveLength(1);
  await pass({ clock, engine }, 10 * minute);
  expect(await started(engine)).toHaveLength(2);
});

test('a year without an occurrence outlives the longest delay of a system timer', async () => {
  const { clock, engine } = await scheduled({ cron: '30 6 1 1 *' });
  await pass({ clock, engine }, 6 * hour);
  clock.jump(364 * day);
  await pass({ clock, engine }, 20_000);
  expect(await started(engine)).toEqual(['01-01T06:30']);
});

describe('overlap', () => {
  const long = [{ nap: { wait: { minutes: 25 } } }];

  test.each([
    ['allow', ['00:10', '00:20', '00:30', '00:40']],
    ['skip', ['00:10', '00:40']],
    ['wait', ['00:10', '00:30']],
  ])('%s', async (overlap, expected) => {
    const { clock, engine } = await scheduled({ every: { minutes: 10 } }, { overlap }, { tasks: long });
    await pass({ clock, engine }, 45 * minute, 5 * minute);
    expect((await started(engine)).map((text) => text.slice(6))).toEqual(expected);
  });

  test('replace cancels what is open', async () => {
    const { clock, engine } = await scheduled({ every: { minutes: 10 } }, { overlap: 'replace' }, { tasks: long });
    await pass({ clock, engine }, 20 * minute, 10 * minute);
    expect((await one(engine)).open).toMatchObject([{ instant: begin + 20 * minute }]);
    expect((await engine.list({ name: 'report' })).map(({ phase }) => phase)).toEqual(['waiting', 'cancelled']);
  });
});

test('pause, resume, an order, and the end', async () => {
  const { clock, engine } = await scheduled({ cron: '0 * * * *' });
  const { schedules } = engine;
  await schedules.pause('test/report', 'ada');
  await pass({ clock, engine }, 2 * hour);
  expect(await started(engine)).toEqual([]);
  const [id, same] = await Promise.all(
    ['a', 'a'].map((request) => schedules.trigger('test/report', { request, input: { scheduledAt: 'now' } })),
  );
  expect(id).toBe(same);
  expect(await engine.result(id ?? '')).toEqual({ phase: 'completed', output: { at: 'now' } });
  await schedules.resume('test/report');
  await pass({ clock, engine }, hour);
  expect(await one(engine)).toMatchObject({ counts: { started: 2, missed: 2 } });
  expect((await schedules.next('test/report', 2)).map(({ instant }) => instant)).toEqual(
    [4, 5].map((each) => begin + each * hour),
  );
  await schedules.delete('test/report');
  await pass({ clock, engine }, 2 * hour);
  expect(await started(engine)).toHaveLength(2);
  expect(await schedules.list()).toEqual([]);
  await expect(schedules.pause('test/report')).rejects.toMatchObject({ name: 'NotFoundError' });
  await expect(schedules.pause('test/nothing')).rejects.toMatchObject({ name: 'NotFoundError' });
  await engine.define(report({ cron: '0 * * * *' }));
  await pass({ clock, engine }, hour);
  expect(await started(engine)).toHaveLength(3);
});

test('a version without a schedule ends it, an older version changes nothing', async () => {
  const { engine } = await scheduled({ cron: '0 * * * *' }, {}, { version: '1.0.0' });
  await engine.define(report({ cron: '30 * * * *' }, {}, { version: '0.9.0' }));
  expect(await one(engine)).toMatchObject({ definition: { version: '1.0.0' } });
  const { schedule: _schedule, ...plain } = report({}, {}, { version: '1.1.0' });
  await engine.define(plain);
  expect(await engine.schedules.list()).toEqual([]);
});

test('an execution that is not defined but started has no schedule', async () => {
  const clock = new SimulatedClock(begin);
  const engine = await folder().open({ clock });
  await engine.start({ definition: report({ every: { seconds: 1 } }) });
  expect(await engine.schedules.list()).toEqual([]);
});

test('an input is computed from the instant; what cannot be computed is said', async () => {
  const input = { day: '${ .scheduledAt | .[0:10] }', fixed: true };
  const { clock, engine } = await scheduled({ cron: '0 12 * * *' }, { input }, { tasks: [{ all: { set: '${ . }' } }] });
  await pass({ clock, engine }, day, 6 * hour);
  expect((await engine.list({ name: 'report' }))[0]).toMatchObject({ output: { day: '2030-01-01', fixed: true } });
  await engine.define(report({ cron: '0 12 * * *' }, { input: '${ .nothing.at.all | keys }' }, { version: '2.0.0' }));
  await pass({ clock, engine }, day, 6 * hour);
  expect(await one(engine)).toMatchObject({ last: { phase: 'failed' }, counts: { failed: 1, started: 1 } });
});

test('what is claimed and was never started is started by the next process, once', async () => {
  const { clock, engine, open } = await scheduled(
    { every: { minutes: 10 } },
    {},
    { tasks: [{ nap: { wait: { hours: 9 } } }] },
  );
  await pass({ clock, engine }, 10 * minute);
  const [execution] = (await one(engine)).open;
  await engine.close();
  clock.clear();
  const again = await open();
  await pass({ clock, engine: again }, 1);
  expect((await again.list({ name: 'report' })).map(({ id }) => id)).toEqual([execution?.execution]);
});
