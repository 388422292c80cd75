/** Beside a process that owns the folder, a goal is reached by that process, in its workspace; what it lacks is said beforehand. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));
const goal = 'Meet with Nadia next Tuesday about the launch';

test('without a workspace of the owner nothing is begun, with one the owner does the work', async () => {
  using place = openWorkplace();
  for (const name of ['ours', 'theirs']) cpSync(sample, join(place.folder, name), { recursive: true });
  const bare = place.start('serve', '--port', '0');
  await bare.until(/admin key/);
  expect(bare.said()).toMatch(/no workspace/);
  const refused = await place.run('do', goal, '--workspace', 'ours', '--yes');
  expect(refused).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/has no contacts_find:1\.0\.0.*\n.*same --workspace/),
  });
  expect(existsSync(join(place.folder, 'ours', 'results'))).toBe(false);
  bare.kill('SIGTERM');
  await bare.finished;

  const owner = place.start('serve', '--port', '0', '--workspace', 'theirs');
  await owner.until(/HTTP API/);
  const done = await place.run('do', goal, '--workspace', 'ours', '--yes');
  expect(done).toMatchObject({ code: 0, talk: expect.stringMatching(/workspace of the process that owns the folder/) });
  expect([
    existsSync(join(place.folder, 'ours', 'drafts')),
    existsSync(join(place.folder, 'theirs', 'drafts')),
  ]).toEqual([false, true]);
  owner.kill('SIGTERM');
  await owner.finished;
});
