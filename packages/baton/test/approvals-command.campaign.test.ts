/** `baton approvals`, `approve`, `deny`: what is dangerous waits for a person, also when the process that asked was killed. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main, openWorkplace, type Workplace } from './run-baton.ts';

const functions = `
import { appendFileSync } from 'node:fs';
export const send = {
  name: 'mail.send',
  risk: 'high',
  run: (_context, { to }) => {
    appendFileSync('sent.txt', to + '\\n');
    return { sent: to };
  },
};
`;

const sending = `
document: { dsl: '1.0.3', namespace: tests, name: sending, version: '0.1.0' }
do:
  - send:
      call: mail.send
      with: { to: '\${ .to }' }
`;

function openPlace() {
  const place = openWorkplace();
  place.file('functions.mjs', functions);
  place.file('sending.yaml', sending);
  const sent = (): string =>
    existsSync(join(place.folder, 'sent.txt')) ? readFileSync(join(place.folder, 'sent.txt'), 'utf8') : '';
  return { place, sent };
}

const begin = (place: Workplace, ...more: readonly string[]) =>
  place.start(
    'run',
    'sending.yaml',
    '--functions',
    'functions.mjs',
    '--input',
    '{"to":"ada@example.com"}',
    '--json',
    ...more,
  );

test('a call of high risk waits for a person, also over kill -9, and is made once', async () => {
  const { place, sent } = openPlace();
  using _place = place;
  const first = begin(place);
  await first.until(
    /waiting for approval of send \(function mail\.send\) by a person, because mail\.send is of high risk; expires/,
  );
  first.kill('SIGKILL');
  await first.finished;
  const [asked] = JSON.parse((await place.run('approvals', '--json')).out);
  expect(asked).toMatchObject({ step: 'send', risk: 'high', call: { input: { to: 'ada@example.com' } } });
  expect((await place.run('approve', asked.id)).code).toBe(7);
  const second = begin(place, '--continue');
  await second.until(/waiting for approval/);
  const listed = await place.run('approvals');
  expect(listed.out).toMatch(
    /function mail\.send[^]*to: ada@example\.com\n +from the input of the execution[^]*nothing undoes it; what it costs is not known[^]*anybody may answer/,
  );
  expect((await place.run('show', asked.execution)).out).toMatch(/waiting {3}approval of send/);
  const approved = await place.run('approve', asked.id.slice(-8), '--comment', 'fine', '--json');
  expect(JSON.parse(approved.out)).toEqual({ id: asked.id, decision: 'approved' });
  expect(JSON.parse((await second.finished).out)).toMatchObject({
    phase: 'completed',
    output: { sent: 'ada@example.com' },
  });
  expect(sent()).toBe('ada@example.com\n');
});

test('an answer is given once, says why, and only by whoever may', async () => {
  const { place, sent } = openPlace();
  using _place = place;
  place.file('policy.yaml', 'rules: [{ risk: high, then: ask, roles: [board] }]\npeople: { nobody-here: [board] }\n');
  const served = place.start('serve', '--functions', 'functions.mjs');
  await served.until(/serving /);
  const run = begin(place);
  await run.until(/waiting for approval/);
  const [{ id, execution }] = JSON.parse((await place.run('approvals', '--json')).out);
  const amended = await place.run('approvals', id, '--input', '{"to":"eve@example.com"}', '--json');
  expect(JSON.parse(amended.out)).toMatchObject({ replaced: id, id: expect.stringContaining(execution) });
  expect((await place.run('approve', id)).talk).toMatch(/was replaced by another question/);
  const now = JSON.parse(amended.out).id;
  expect((await place.run('deny', now)).code).toBe(2);
  expect((await place.run('approve', 'ffffffff')).code).toBe(3);
  expect((await place.run('deny', execution, '--reason', 'not before Monday')).code).toBe(0);
  const late = await place.run('approve', now);
  expect(late.code).toBe(5);
  expect(late.talk).toMatch(/was denied by/);
  const ended = await run.finished;
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.out).fault).toMatchObject({
    status: 403,
    detail: expect.stringMatching(/denied it: not before Monday/),
  });
  served.kill('SIGTERM');
  await served.finished;
  const strict = begin(place, '--policy', 'policy.yaml');
  await strict.until(/waiting for approval of send \(function mail\.send\) by board/);
  const [next] = JSON.parse((await place.run('approvals', '--json')).out);
  expect(await place.run('approve', next.id)).toMatchObject({
    code: 4,
    talk: expect.stringMatching(/it takes the role board/),
  });
  expect(sent()).toBe('');
});

test('a policy with a mistake is refused, with its place', async () => {
  const { place } = openPlace();
  using _place = place;
  place.file('policy.yaml', 'mode: attended\nrules: [{ risk: high, than: ask }]\n');
  expect(await begin(place, '--policy', 'policy.yaml').finished).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/rules\[0\] has no \\"than\\"; did you mean \\"then\\"/),
  });
  expect((await begin(place, '--policy', 'careful').finished).code).toBe(2);
  const refused = await begin(place, '--policy', 'unattended').finished;
  expect(JSON.parse(refused.out)).toMatchObject({ phase: 'faulted', fault: { status: 403 } });
});

const hasTerminals = spawnSync('script', ['--version']).status === 0;

/** Types these words on a terminal of its own, each once it is asked for the next one. */
function typing(
  words: readonly string[],
  folder: string,
  line: string,
): Promise<{ readonly said: string; readonly code: number | null }> {
  const terminal = spawn('script', ['-qec', `'${process.execPath}' '${main}' ${line}`, '/dev/null'], { cwd: folder });
  let said = '';
  let typed = 0;
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const asked = said.match(/\[yes\/no\/later\]|Why not\?/g)?.length ?? 0;
    for (; typed < asked; typed += 1) terminal.stdin.write(`${words[typed] ?? ''}\n`);
  });
  return new Promise((resolve) => terminal.once('close', (code) => resolve({ said, code })));
}

test.skipIf(!hasTerminals)('whoever sits at the terminal is asked there, with the arguments', async () => {
  const { place, sent } = openPlace();
  using _place = place;
  const line = (to: string) => `run sending.yaml --functions functions.mjs --input '{"to":"${to}"}'`;
  const yes = await typing(['yes'], place.folder, line('ada'));
  expect(yes.said).toMatch(/to: ada[^]*because mail\.send is of high risk[^]*Do it\?/);
  expect(yes.code).toBe(0);
  const no = await typing(['no', 'who is that?'], place.folder, line('eve'));
  expect(no.said).toMatch(/denied it: who is that\?/);
  expect(no.code).toBe(1);
  expect(sent()).toBe('ada\n');
});
