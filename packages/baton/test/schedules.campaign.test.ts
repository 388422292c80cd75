/** Executions that start by themselves in the real process: steered by commands, and none lost or doubled by kill -9. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Fact, ScheduleView } from '@batonhq/core';
import { openWorkplace, type Workplace } from './run-baton.ts';

const report = (schedule: string, metadata = '{}', tasks = 'done: { set: { at: "${ .scheduledAt }" } }') => `
document: { dsl: '1.0.3', namespace: shop, name: report, version: '1.0.0', metadata: { schedule: ${metadata} } }
schedule: ${schedule}
do:
  - ${tasks}
`;

async function json<T>(place: Workplace, ...line: readonly string[]): Promise<T> {
  const { out, talk, code } = await place.run(...line, '--json');
  expect({ line, code, talk: code === 0 ? '' : talk }).toEqual({ line, code: 0, talk: '' });
  const value: T = JSON.parse(out);
  return value;
}

test('define makes a schedule; commands show and steer it, with and without somebody who serves', async () => {
  using place = openWorkplace({ TZ: 'America/New_York' });
  place.file('report.yaml', report(`{ cron: '30 2 29 3 *' }`, '{ zone: Europe/Berlin, misfire: skip }'));
  const serving = place.start('serve');
  await serving.until(/serving/);
  const defined = await place.run('define', 'report.yaml');
  expect(defined.talk).toMatch(/published shop\/report:1\.0\.0[^]*starts by itself, next /);
  const listed = await place.run('schedules');
  expect(listed.out).toMatch(
    /^shop\/report {2}active {2}in \d+[dhms.][\d.dhms ]*cron "30 2 29 3 \*" Europe\/Berlin\n$/,
  );
  const first = await place.run('schedules', 'trigger', 'shop/report', '--key', 'a');
  expect((await place.run('schedules', 'trigger', 'shop/report', '--key', 'a')).out).toBe(first.out);
  expect(await json(place, 'show', first.out.trim())).toMatchObject({
    schedule: { id: 'shop/report', cause: 'order' },
  });
  const paused = await json(place, 'schedules', 'pause', 'shop/report');
  expect(paused).toEqual({ id: 'shop/report', phase: 'paused', nextAt: null });
  expect((await place.run('schedules', 'pause', 'shop/report')).code).toBe(5);
  serving.kill('SIGTERM');
  await serving.finished;
  const [shown, next, resumed] = await Promise.all([
    place.run('schedules', 'show', 'shop/report'),
    place.run('schedules', 'next', 'shop/report', '--count', '1'),
    place.run('schedules', 'resume', 'shop/report'),
  ]);
  expect(shown.out).toMatch(/shop\/report is paused[^]*policy {4}misfire skip[^]*so far {4}1 started/);
  expect(next.out).toMatch(
    /^\d{4}-03-29T0[01]:[03]0:00\.000Z {2}in .* {2}cron \(29\/03\/\d{4}, 0[23]:[03]0 Europe\/Berlin\)\n$/,
  );
  expect(resumed.code).toBe(7);
});

test('a restored folder starts nothing by itself until a person says so', async () => {
  using place = openWorkplace();
  place.file('report.yaml', report(`{ every: { hours: 1 } }`));
  const serving = place.start('serve', '--define', 'report.yaml');
  await serving.until(/serving/);
  expect((await place.run('backup', 'monday.backup')).code).toBe(0);
  const restored = await place.run('restore', 'monday.backup', '--data', 'other');
  expect(restored.talk).toContain('1 schedules paused');
  expect(await json(place, 'schedules', '--data', 'other')).toMatchObject([{ id: 'shop/report', phase: 'paused' }]);
  expect(await json(place, 'schedules')).toMatchObject([{ id: 'shop/report', phase: 'active' }]);
});

test('wrong words are told what is right', async () => {
  using place = openWorkplace();
  const lines = [
    ['stop'],
    ['show'],
    ['show', 'report'],
    ['next', 'a/b', '--count', 'x'],
    ['show', 'shop/none'],
    ['list'],
  ];
  const finished = await Promise.all(lines.map((line) => place.run('schedules', ...line)));
  expect(finished.map(({ code }) => code)).toEqual([2, 2, 2, 2, 3, 0]);
  expect(finished[0]?.talk).toContain('one of list, show, next');
  expect(finished[4]?.talk).toContain('there is no schedule shop/none');
  expect(finished[5]?.talk).toContain('No schedules');
});

test('kill -9 again and again: every instant has one execution, and none is missing', async () => {
  using place = openWorkplace();
  place.file('report.yaml', report('{ every: { milliseconds: 500 } }', '{ misfire: all, catchUp: 1000 }'));
  for (let kill = 0; kill < 3; kill += 1) {
    const serving = place.start('serve', '--define', 'report.yaml');
    await serving.until(/serving/);
    await new Promise((resolve) => setTimeout(resolve, 200 + 170 * kill));
    serving.kill('SIGKILL');
    await serving.finished;
  }
  const last = place.start('serve');
  await last.until(/serving/);
  const startedUntilNow = async () =>
    (await json<ScheduleView>(place, 'schedules', 'show', 'shop/report')).counts.started;
  await expect.poll(startedUntilNow).toBeGreaterThan(8);
  await place.run('schedules', 'pause', 'shop/report');
  await settled(place);
  last.kill('SIGTERM');
  await last.finished;
  const { history, counts } = await json<ScheduleView & { history: readonly Fact[] }>(
    place,
    'schedules',
    'show',
    'shop/report',
    '--count',
    '1000',
  );
  const instants = history.flatMap(({ kind, fields }) => (kind === 'occurrence.started' ? [instantOf(fields)] : []));
  expect(counts).toMatchObject({ started: instants.length, missed: 0, skipped: 0, failed: 0 });
  expect(instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0))).toEqual(
    instants.slice(1).map(() => 500),
  );
  expect(outputs(place)).toEqual(instants.map((instant) => new Date(instant).toISOString()).toSorted());
  expect((await place.run('doctor', '--verify')).out).toContain('invariants I1 to I10 hold');
});

function instantOf({ occurrence }: Fact['fields']): number {
  return typeof occurrence === 'object' && occurrence !== null && 'instant' in occurrence
    ? Number(occurrence['instant'])
    : 0;
}

/** Waits until no execution of the schedule is open. */
async function settled(place: Workplace): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const { open } = await json<ScheduleView>(place, 'schedules', 'show', 'shop/report');
    if (open.length === 0) return;
  }
  throw new RangeError('its executions do not end');
}

/** What the completed executions put out, as the table that users may query has it. */
function outputs({ folder }: Workplace): readonly string[] {
  const database = new DatabaseSync(join(folder, '.baton', 'journal.db'), { readOnly: true });
  const rows = database
    .prepare(`SELECT output ->> '$.at' AS at FROM executions WHERE phase = 'completed' ORDER BY 1`)
    .all();
  database.close();
  return rows.map(({ at }) => String(at));
}
