/** A process that is killed or interrupted loses nothing: the next one goes on, and no step is done twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calling, functions, listening } from './definitions.ts';
import { openWorkplace } from './run-baton.ts';

const line = ['run', 'calling.yaml', '--functions', 'functions.mjs', '--continue', '--json'];

test('kill -9 between two steps: the same command goes on with the same execution', async () => {
  using place = openWorkplace();
  place.file('calling.yaml', calling);
  place.file('functions.mjs', functions);
  const killed = place.start(...line);
  await killed.until(/completed {2}first/);
  killed.kill('SIGKILL');
  expect((await killed.finished).signal).toBe('SIGKILL');
  const { code, out, talk } = await place.run(...line);
  expect(JSON.parse(out)).toMatchObject({ phase: 'completed', output: 'second' });
  expect(talk).toMatch(/unfinished executions of this folder go on/);
  expect(code).toBe(0);
  expect(readFileSync(join(place.folder, 'notes.txt'), 'utf8')).toBe('first\nsecond\n');
  const list: readonly unknown[] = JSON.parse((await place.run('list', '--json')).out);
  expect(list).toHaveLength(1);
  expect((await place.run('doctor', '--verify')).code).toBe(0);
});

test('once it has ended, the same command starts the next one', async () => {
  using place = openWorkplace();
  place.file('calling.yaml', calling.replace('3000', '1'));
  place.file('functions.mjs', functions);
  const ids = [JSON.parse((await place.run(...line)).out).id, JSON.parse((await place.run(...line)).out).id];
  expect(new Set(ids).size).toBe(2);
});

test('Ctrl-C ends the process with 6, says how to go on, and leaves the execution as it is', async () => {
  using place = openWorkplace();
  place.file('listening.yaml', listening);
  const running = place.start('run', 'listening.yaml');
  await running.until(/waiting for go/);
  running.kill('SIGINT');
  const { code, talk } = await running.finished;
  expect(talk).toMatch(/stopping[^]*nothing is lost[^]*continue {2}baton run listening\.yaml --continue/);
  expect(code).toBe(6);
  expect(JSON.parse((await place.run('list', '--json')).out)).toMatchObject([{ phase: 'waiting' }]);
});

test('a second Ctrl-C does not wait for what is in flight', async () => {
  using place = openWorkplace();
  place.file(
    'slow.yaml',
    `document: { dsl: '1.0.3', namespace: tests, name: slow, version: '0.1.0' }\ndo: [{ a: { call: slow } }]\n`,
  );
  place.file(
    'functions.mjs',
    `export const slow = { name: 'slow', run: () => new Promise((go) => setTimeout(go, 60_000, 1)) };\n`,
  );
  const running = place.start('run', 'slow.yaml', '--functions', 'functions.mjs');
  await running.until(/started {4}a/);
  running.kill('SIGINT');
  await running.until(/stopping/);
  running.kill('SIGINT');
  expect((await running.finished).code).toBe(130);
});

test('a step that cannot be repeated waits for a person, and settle goes on with it', async () => {
  using place = openWorkplace();
  place.file(
    'once.yaml',
    `document: { dsl: '1.0.3', namespace: tests, name: once, version: '0.1.0' }\ndo: [{ pay: { call: pay } }]\n`,
  );
  place.file(
    'functions.mjs',
    `export const pay = { name: 'pay', repeat: 'never', run: () => new Promise((go) => setTimeout(go, 60_000, 1)) };\n`,
  );
  const killed = place.start('run', 'once.yaml', '--functions', 'functions.mjs');
  await killed.until(/started {4}pay/);
  killed.kill('SIGKILL');
  await killed.finished;
  const again = place.start('run', 'once.yaml', '--functions', 'functions.mjs', '--continue', '--json');
  const [, id = ''] = await again.until(/waiting for a person's word about pay[^]*baton settle (\S+) pay /);
  expect((await place.run('settle', id, 'pay', '--completed', '{"receipt":17}')).code).toBe(0);
  const { out, code } = await again.finished;
  expect(JSON.parse(out)).toEqual({ id, phase: 'completed', output: { receipt: 17 } });
  expect(code).toBe(0);
});

test('a reader that goes away early is no error', async () => {
  using place = openWorkplace();
  const { exec } = await import('node:child_process');
  const command = `"${process.execPath}" "${join(import.meta.dirname, '../src/cli/main.ts')}" help --json | head -c 10`;
  const talk = await new Promise<string>((resolve) =>
    // A shell may complain of a locale that the machine does not have.
    exec(command, { cwd: place.folder, env: { ...process.env, LC_ALL: 'C' } }, (_error, _out, err) => resolve(err)),
  );
  expect(talk).toBe('');
});
