/** `baton run` from a shell: what is printed where, and the exit codes that scripts rely on. */
import { expect, test } from 'vitest';
import { faulty, hello, listening } from './definitions.ts';
import { openWorkplace } from './run-baton.ts';

test('the output is the data, the story is the talk', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  const { code, out, talk } = await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}');
  expect(JSON.parse(out)).toEqual({ greeting: 'hello, Ada' });
  expect(talk).toMatch(/started {4}tests\/hello:0\.1\.0[^]*completed {2}greet[^]*completed {2}the execution/);
  expect(code).toBe(0);
});

test('--json ends with one object on one line; --quiet says nothing else', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  place.file('input.json', '{"name":"Grace"}');
  const { code, out, talk } = await place.run('run', 'hello.yaml', '--input', '@input.json', '--json', '--quiet');
  expect(out.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(out)).toEqual({ id: expect.any(String), phase: 'completed', output: { greeting: 'hello, Grace' } });
  expect(talk).toBe('');
  expect(code).toBe(0);
});

test('--quiet does not keep back what went wrong', async () => {
  using place = openWorkplace();
  place.file('broken.yaml', `${hello}  - again:\n      cal: nothing\n`);
  const [missing, broken, json] = [
    await place.run('run', 'nowhere.yaml', '--quiet'),
    await place.run('run', 'broken.yaml', '--quiet'),
    await place.run('show', 'nobody', '--quiet', '--json'),
  ];
  expect(missing).toMatchObject({ code: 2, talk: expect.stringContaining('nowhere.yaml does not exist') });
  expect(broken).toMatchObject({ code: 2, talk: expect.stringMatching(/broken\.yaml:\d+:\d+: /) });
  expect(JSON.parse(json.talk)).toMatchObject({ error: { code: 3 } });
});

test('a faulted execution ends with 1 and says what, and where to look', async () => {
  using place = openWorkplace();
  place.file('faulty.yaml', faulty);
  const told = await place.run('run', 'faulty.yaml');
  expect(told.talk).toMatch(/Out of tea \(418\)[^]*baton show /);
  expect(told.out).toBe('');
  const json = await place.run('run', 'faulty.yaml', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ phase: 'faulted', fault: { status: 418, title: 'Out of tea' } });
  expect([told.code, json.code]).toEqual([1, 1]);
});

test('an invalid definition ends with 2 and every problem with its place, and nothing is published', async () => {
  using place = openWorkplace();
  place.file('broken.yaml', `${hello}  - again:\n      cal: nothing\n  - other:\n      set: { x: '\${ .a[ }' }\n`);
  const ran = await place.run('run', 'broken.yaml');
  const validated = await place.run('validate', 'broken.yaml');
  expect(ran.talk).toMatch(/broken\.yaml:6:\d+/);
  expect(validated.out).toMatch(/broken\.yaml:6:\d+/);
  expect([ran.code, validated.code]).toEqual([2, 2]);
  expect((await place.run('list')).talk).toMatch(/No executions yet/);
});

test('validate says what is valid, and tells tools the same', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  expect(await place.run('validate', 'hello.yaml')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/is valid: tests\/hello:0\.1\.0/),
  });
  const { out } = await place.run('validate', 'hello.yaml', '--json');
  expect(JSON.parse(out)).toEqual({
    file: 'hello.yaml',
    valid: true,
    reference: 'tests/hello:0.1.0',
    levels: [['greet']],
    diagnostics: [],
  });
});

test('--timeout stops looking with 6; the execution stays, and --continue takes it up', async () => {
  using place = openWorkplace();
  place.file('listening.yaml', listening);
  const first = await place.run('run', 'listening.yaml', '--timeout', '1s');
  expect(first.talk).toMatch(
    /nothing is lost\n {2}continue {2}baton run listening\.yaml --continue\n {2}look {6}baton show /,
  );
  const second = await place.run('run', 'listening.yaml', '--timeout', '1s', '--continue', '--json');
  const third = await place.run('run', 'listening.yaml', '--timeout', '1s', '--json');
  const { id } = JSON.parse(second.out);
  expect(first.talk).toContain(id);
  expect(third.talk).toContain(id);
  expect(JSON.parse(third.out).id).not.toBe(id);
  expect([first.code, second.code, third.code]).toEqual([6, 6, 6]);
});

test('the same --key is the same execution, and a conflict with another input', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  const start = (name: string) =>
    place.run('run', 'hello.yaml', '--key', 'k', '--json', '--input', JSON.stringify({ name }));
  const [first, again, other] = [await start('Ada'), await start('Ada'), await start('Eve')];
  expect(JSON.parse(again.out)).toEqual(JSON.parse(first.out));
  expect([first.code, again.code, other.code]).toEqual([0, 0, 5]);
});

test('an edited definition under the same version runs as it is, and claims nothing', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}');
  place.file('hello.yaml', hello.replace('"hello, "', '"good morning, "'));
  const { code, out, talk } = await place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}');
  expect(JSON.parse(out)).toEqual({ greeting: 'good morning, Ada' });
  expect(talk).toMatch(/tests\/hello:0\.1\.0/);
  expect(code).toBe(0);
});

test('--define publishes what others find by name; other content under its version is a conflict', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  place.file(
    'parent.yaml',
    `document: { dsl: '1.0.3', namespace: tests, name: parent, version: '0.1.0' }\ndo: [{ ask: { run: { workflow: { namespace: tests, name: hello, version: '0.1.0', input: { name: Eve } } } } }]\n`,
  );
  const alone = await place.run('run', 'parent.yaml', '--json');
  expect(JSON.parse(alone.out)).toMatchObject({ phase: 'suspended' });
  const together = await place.run('run', 'parent.yaml', '--define', 'hello.yaml', '--continue', '--json');
  expect(JSON.parse(together.out)).toMatchObject({
    id: JSON.parse(alone.out).id,
    output: { greeting: 'hello, Eve' },
  });
  place.file('hello.yaml', hello.replace('"hello, "', '"good morning, "'));
  expect((await place.run('run', 'parent.yaml', '--define', 'hello.yaml')).code).toBe(5);
  expect((await place.run('define', 'hello.yaml')).code).toBe(7);
});

test('a function that is missing stops with 6 and says which; --functions and --continue finish it', async () => {
  using place = openWorkplace();
  place.file(
    'calling.yaml',
    `document: { dsl: '1.0.3', namespace: tests, name: one, version: '0.1.0' }\ndo: [{ a: { call: double, with: { n: 4 } } }]\n`,
  );
  place.file('functions.mjs', `export const double = { name: 'double', run: (context, { n }) => ({ n: 2 * n }) };\n`);
  const without = await place.run('run', 'calling.yaml');
  expect(without.talk).toMatch(/no function double is registered/);
  const finished = await place.run('run', 'calling.yaml', '--continue', '--functions', 'functions.mjs', '--json');
  expect(JSON.parse(finished.out)).toMatchObject({ phase: 'completed', output: { n: 8 } });
  expect([without.code, finished.code]).toEqual([6, 0]);
});

test('escape codes in data never reach the terminal', async () => {
  using place = openWorkplace({ FORCE_COLOR: '1' });
  place.file('hello.yaml', hello);
  const { out, talk } = await place.run('run', 'hello.yaml', '--input', JSON.stringify({ name: '\u001B[2J\u009B1m' }));
  expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(JSON.parse(out)).toEqual({ greeting: 'hello, \u001B[2J\u009B1m' });
  expect(talk).not.toContain('\u001B[2J');
});
