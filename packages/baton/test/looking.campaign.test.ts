/** Finding executions again: filters, pages, a list that stays; and what a definition looks like before it is executed. */
import { expect, test } from 'vitest';
import { faulty, hello, listening } from './definitions.ts';
import { openWorkplace } from './run-baton.ts';

test('list finds executions by phase, name, time and text, page by page', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  place.file('faulty.yaml', faulty);
  const ada = await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}', '--json');
  await place.run('run', 'hello.yaml', '--input', '{"name":"Grace"}');
  await place.run('run', 'faulty.yaml');
  const { id } = JSON.parse(ada.out);
  const names = async (...line: readonly string[]): Promise<readonly string[]> => {
    const { out } = await place.run('list', '--json', ...line);
    const views: readonly { readonly definition: { readonly name: string } }[] = JSON.parse(out);
    return views.map(({ definition }) => definition.name);
  };
  const [all, broken, byText, byOutput, future, page, versioned, none] = await Promise.all([
    names('--since', '1h'),
    names('--phase', 'faulted'),
    place.run('list', '--text', 'HELLO, ada'),
    names('--text', 'hello, grace'),
    names('--since', '2999-01-01'),
    place.run('list', '--limit', '1', '--name', 'tests/hello'),
    names('--name', 'tests/hello:0.1.0'),
    place.run('list', '--text', 'nobody'),
  ]);
  expect(all).toEqual(['faulty', 'hello', 'hello']);
  expect(broken).toEqual(['faulty']);
  expect(byText.out.split('\n').filter(Boolean)).toEqual([expect.stringContaining(id)]);
  expect(byOutput).toEqual(['hello']);
  expect(future).toEqual([]);
  expect(page.talk).toMatch(/older ones: --before /);
  expect(versioned).toEqual(['hello', 'hello']);
  expect(none).toMatchObject({ code: 0, out: '', talk: expect.stringMatching(/No execution fits/) });
});

test('list --watch tells a log what changed, and stops at Ctrl-C', async () => {
  using place = openWorkplace();
  place.file('listening.yaml', listening);
  const running = place.start('run', 'listening.yaml', '--json');
  await running.until(/waiting for go/);
  const watching = place.start('list', '--watch', '--json');
  const [, id = ''] = await watching.until(/"id":"([^"]+)".*"phase":"waiting"/);
  await place.run('cancel', id);
  await watching.until(/"phase":"cancelled"/);
  watching.kill('SIGINT');
  const { code, out } = await watching.finished;
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).phase),
  ).toEqual(['waiting', 'cancelled']);
});

test('plan and validate show dependency levels', async () => {
  using place = openWorkplace();
  place.file(
    'plan.yaml',
    `document: { dsl: '1.0.3', namespace: tests, name: plan, version: '0.1.0' }
do:
  - work:
      fork:
        branches:
          - read: { call: http, with: { method: get, endpoint: 'https://example.com/' } }
          - count: { call: count, metadata: { after: [read], risk: low } }
          - other: { set: { x: 1 } }
`,
  );
  const [plain, json, valid, checked] = await Promise.all([
    place.run('plan', 'plan.yaml'),
    place.run('plan', 'plan.yaml', '--json'),
    place.run('validate', 'plan.yaml'),
    place.run('validate', 'plan.yaml', '--json'),
  ]);
  expect(plain.out).toMatch(
    /^tests\/plan:0\.1\.0 {2}2 levels\n {2}1 {2}work\/read +call, repeat safe\n +work\/other +set\n {2}2 {2}work\/count +call, repeat keyed, risk low\n$/,
  );
  expect(JSON.parse(json.out)).toMatchObject({
    reference: 'tests/plan:0.1.0',
    levels: [
      [
        { task: 'work/read', kind: 'call', repeat: 'safe' },
        { task: 'work/other', kind: 'set' },
      ],
      [{ task: 'work/count' }],
    ],
  });
  expect(valid.out).toBe('plan.yaml is valid: tests/plan:0.1.0, 3 tasks in 2 levels\n');
  expect(JSON.parse(checked.out)).toMatchObject({ valid: true, levels: [['work/read', 'work/other'], ['work/count']] });
});
