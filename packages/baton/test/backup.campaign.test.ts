/** A backup is taken while the owner works; restoring verifies first, replaces nothing unasked, and suspends what was open. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hello, listening } from './definitions.ts';
import { openWorkplace } from './run-baton.ts';

const patient = { timeout: 60_000 };

test('what was backed up beside a working owner goes on in another folder, after a person looked', async () => {
  using place = openWorkplace();
  place.file('listening.yaml', listening);
  place.file('hello.yaml', hello);
  const served = place.start('serve');
  await served.until(/serving /);
  const { out } = await place.run('run', 'listening.yaml', '--timeout', '300ms', '--json');
  const { id } = JSON.parse(out);
  const backup = await place.run('backup', 'kept/monday.backup', '--json');
  expect(JSON.parse(backup.out)).toMatchObject({ file: 'kept/monday.backup', bytes: expect.any(Number) });
  expect(await place.run('backup', 'kept/monday.backup')).toMatchObject({
    code: 5,
    talk: expect.stringMatching(/--force/),
  });
  expect((await place.run('restore', 'kept/monday.backup')).code).toBe(5);
  expect(await place.run('restore', 'kept/monday.backup', '--force')).toMatchObject({
    code: 7,
    talk: expect.stringMatching(/is in use by process/),
  });
  served.kill('SIGTERM');
  await served.finished;
  await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}', '--quiet', '--timeout', '5s');

  const restored = await place.run('restore', 'kept/monday.backup', '--data', 'elsewhere', '--json');
  expect(JSON.parse(restored.out)).toMatchObject({ replaced: null, suspended: [id] });
  const shown = await place.run('show', id, '--data', 'elsewhere');
  expect(shown.talk).toMatch(/no process answers for this folder: baton serve --data elsewhere/);
  const replaced = JSON.parse((await place.run('restore', 'kept/monday.backup', '--force', '--json')).out);
  expect(existsSync(join(replaced.replaced, 'journal.db'))).toBe(true);
  const [listed, checked] = await Promise.all([place.run('list', '--json'), place.run('doctor', '--verify', '--json')]);
  expect(JSON.parse(listed.out)).toMatchObject([{ id, phase: 'suspended' }]);
  expect(JSON.parse(checked.out)).toMatchObject({ healthy: true, verification: { findings: [] } });

  const again = place.start('serve', '--data', 'elsewhere');
  await again.until(/serving /);
  expect((await place.run('resume', id, '--data', 'elsewhere')).code).toBe(0);
  await place.run('signal', id, 'go', '{"by":"ada"}', '--data', 'elsewhere');
  await expect
    .poll(async () => JSON.parse((await place.run('show', id, '--json', '--data', 'elsewhere')).out), patient)
    .toMatchObject({ phase: 'completed', output: [{ by: 'ada' }] });
});

test('what is no backup is refused, and the folder stays as it was', async () => {
  using place = openWorkplace();
  place.file('letter.txt', 'dear reader, this is no journal but long enough to look like something'.repeat(9));
  const [none, letter, empty] = await Promise.all([
    place.run('restore', 'nothing.backup', '--data', 'one'),
    place.run('restore', 'letter.txt', '--data', 'two'),
    place.run('backup', 'x.backup', '--data', 'three'),
  ]);
  expect([none.code, letter.code, empty.code]).toEqual([7, 7, 7]);
  expect(letter.talk).toMatch(/letter\.txt is no backup.*does not begin like a database/);
  expect(existsSync(join(place.folder, 'two', 'journal.db'))).toBe(false);
});
