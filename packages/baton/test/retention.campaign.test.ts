/** Retention: what a policy drops is gone with a clear word, by command or by whoever owns the folder. */
import { expect, test } from 'vitest';
import { hello, listening } from './definitions.ts';
import { openWorkplace } from './run-baton.ts';

test('a policy is set, looked at, applied, and taken back', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  place.file('listening.yaml', listening);
  const { id } = JSON.parse((await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}', '--json')).out);
  const open = JSON.parse((await place.run('run', 'listening.yaml', '--timeout', '200ms', '--json')).out);
  expect((await place.run('retention')).out).toBe('everything is kept\n');
  expect(await place.run('retention', 'apply')).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/keeps everything/),
  });
  const set = await place.run('retention', 'set', '--keep-for', '0s', '--keep-last', '5', '--json');
  expect(JSON.parse(set.out)).toEqual({ policy: { keepFor: 0, keepLast: 5 } });
  const dry = await place.run('retention', 'apply', '--dry-run', '--json');
  expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, dropped: [id], events: 3 });
  expect((await place.run('show', id)).code).toBe(0);
  const applied = await place.run('retention', 'apply');
  expect(applied).toMatchObject({
    code: 0,
    out: `${id}\n`,
    talk: expect.stringMatching(/dropped 1 executions with 3 events/),
  });
  const gone = await Promise.all([
    place.run('show', id),
    place.run('replay', id, '--json'),
    place.run('fork', id, '--yes'),
  ]);
  expect(gone.map(({ code }) => code)).toEqual([3, 3, 3]);
  expect(gone[0].talk).toMatch(/tests\/hello:0\.1\.0 was dropped on .* completed since .* 3 events are gone/);
  const [listed, checked, off, wrong] = await Promise.all([
    place.run('list', '--json'),
    place.run('doctor', '--verify', '--json'),
    place.run('retention', 'set', '--off'),
    place.run('retention', 'drop'),
  ]);
  expect(JSON.parse(listed.out)).toMatchObject([{ id: open.id, phase: 'waiting' }]);
  expect(JSON.parse(checked.out)).toMatchObject({ healthy: true, verification: { findings: [] } });
  expect(off.out).toBe('everything is kept\n');
  expect(wrong.code).toBe(2);
});

test('the owner of the folder applies the policy when it starts', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  const { id } = JSON.parse((await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}', '--json')).out);
  await place.run('retention', 'set', '--keep-for', '0s');
  const served = place.start('serve');
  await served.until(/serving /);
  const [shown, applied, dry] = await Promise.all([
    place.run('show', id),
    place.run('retention', 'apply'),
    place.run('retention', 'apply', '--dry-run', '--json'),
  ]);
  expect(shown).toMatchObject({ code: 3, talk: expect.stringMatching(/was dropped/) });
  expect(applied).toMatchObject({ code: 7, talk: expect.stringMatching(/every hour/) });
  expect(JSON.parse(dry.out)).toMatchObject({ dropped: [] });
});
