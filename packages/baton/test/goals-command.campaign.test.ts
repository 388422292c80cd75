/** `baton plan "<goal>"` and `baton do`: what is shown, who agrees, what is kept, and that a changed plan is not carried out. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './run-baton.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));
const goal = 'Meet with Nadia next Tuesday about the launch';

function workspaceIn(place: Workplace): string {
  const workspace = join(place.folder, 'workspace');
  cpSync(sample, workspace, { recursive: true });
  return workspace;
}

test('a plan is shown with what it takes and kept; nothing is carried out', async () => {
  using place = openWorkplace();
  const workspace = workspaceIn(place);
  const shown = await place.run('plan', goal, '--workspace', 'workspace');
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.out).toMatch(/1 {2}contact +low +find Nadia in the contacts/);
  expect(shown.out).toMatch(/event +medium/);
  expect(shown.out).toMatch(/writes +.*calendar/);
  expect(existsSync(join(workspace, 'results'))).toBe(false);
});

test('nobody there to agree is no agreement; --yes is, and the results are files', async () => {
  using place = openWorkplace();
  const workspace = workspaceIn(place);
  const refused = await place.run('do', goal, '--workspace', 'workspace');
  expect(refused).toMatchObject({ code: 4, out: '', talk: expect.stringMatching(/nobody is there to agree/) });
  expect(existsSync(join(workspace, 'drafts'))).toBe(false);
  const done = await place.run('do', goal, '--workspace', 'workspace', '--yes', '--json');
  expect(done).toMatchObject({ code: 0 });
  const { phase, output } = JSON.parse(done.out);
  expect(phase).toBe('completed');
  for (const file of output.files) expect(existsSync(join(workspace, file))).toBe(true);
  expect(readdirSync(join(workspace, 'drafts'))).toHaveLength(1);
});

test('what asks is asked when it is reached, and --yes answers it and says so', async () => {
  using place = openWorkplace();
  workspaceIn(place);
  const done = await place.run('do', 'A launch campaign from the brief', '--workspace', 'workspace', '--yes');
  expect(done).toMatchObject({ code: 0, talk: expect.stringMatching(/approved by --yes .*campaign_schedule/) });
  expect(done.out).toMatch(/outbox\/posts\.json/);
});

test('--quiet does not keep back why a goal failed', async () => {
  using place = openWorkplace();
  workspaceIn(place);
  // Ten in New York is past the hours of whoever is in Jerusalem.
  const late = 'קבע פגישה עם מיכל ביום שלישי בשעה 10 על התקציב';
  const failed = await place.run('do', late, '--workspace', 'workspace', '--yes', '--quiet');
  expect(failed).toMatchObject({ code: 1, out: '', talk: expect.stringMatching(/^faulted there is no free time/) });
});

test('what has to be known first is asked for, and the context is the answer', async () => {
  using place = openWorkplace();
  workspaceIn(place);
  const asked = await place.run('plan', 'Set up a meeting tomorrow', '--workspace', 'workspace');
  expect(asked).toMatchObject({ code: 2, talk: expect.stringMatching(/person: With whom/) });
  const context = JSON.stringify({ person: 'Yoav Peretz' });
  const known = await place.run(
    'plan',
    'Meet with Yoav tomorrow',
    '--workspace',
    'workspace',
    '--json',
    '--context',
    context,
  );
  expect(JSON.parse(known.out)).toMatchObject({
    questions: [],
    levels: [
      [{ task: 'contact' }],
      [{ task: 'free_time' }],
      [{ task: 'agenda' }],
      [{ task: 'event' }, { task: 'invitation' }],
      [{ task: 'draft' }],
    ],
  });
});

test('edited, approved, and carried out as it was approved', async () => {
  using place = openWorkplace({ EDITOR: `${process.execPath} editor.mjs` });
  workspaceIn(place);
  const at = ['--workspace', 'workspace'];
  place.file('editor.mjs', editing("text.replace('minutes: 60', 'minutes: 30')"));
  const edited = await place.run('plan', goal, '--edit', ...at, '--json');
  const { name, version, origin } = JSON.parse(edited.out);
  expect({ version, origin }).toMatchObject({ version: 1, origin: { planner: expect.stringMatching(/^edited by/) } });
  place.file('editor.mjs', editing("text.replace('minutes: 30', 'minutes: 45')"));
  expect(await place.run('plan', 'edit', name, ...at)).toMatchObject({ code: 0 });
  const changed = await place.run('plan', 'diff', name, ...at);
  expect(changed.out).toMatch(/from version 1 to 2\n~ free_time +low\n +with\.minutes\n +- 30\n +\+ 45\n/);
  expect(await place.run('plan', 'approve', name, ...at)).toMatchObject({ code: 0 });
  expect(await place.run('do', '--plan', name, ...at)).toMatchObject({ code: 0 });
});

test('an edit that breaks the plan is refused with the place', async () => {
  using place = openWorkplace({ EDITOR: `${process.execPath} editor.mjs` });
  workspaceIn(place);
  place.file('editor.mjs', editing("text.replace('calendar_free:1.0.0', 'calendar_fre:1.0.0')"));
  const run = await place.run('plan', goal, '--edit', '--workspace', 'workspace');
  expect(run).toMatchObject({ code: 2, talk: expect.stringMatching(/free_time, call: .*did you mean calendar_free/) });
  // What somebody wrote is not lost because it has a slip.
  const [, kept = ''] = /what you wrote is in (\S+plan\.yaml)/.exec(run.talk) ?? [];
  expect(readFileSync(kept, 'utf8')).toContain('calendar_fre:1.0.0');
  rmSync(dirname(kept), { recursive: true });
});

function editing(expression: string): string {
  return `import { readFileSync, writeFileSync } from 'node:fs';
const file = process.argv[2];
const text = readFileSync(file, 'utf8');
writeFileSync(file, ${expression});
`;
}
