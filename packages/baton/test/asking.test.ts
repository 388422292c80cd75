/** On a terminal `retry` asks before effects are repeated, and only a clear yes says yes. Needs `script` of util-linux. */
import { spawn, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { main, openWorkplace } from './run-baton.ts';

const hasTerminals = spawnSync('script', ['--version']).status === 0;
const calling = `document: { dsl: '1.0.3', namespace: tests, name: refused, version: '0.1.0' }
do:
  - get: { call: http, with: { method: get, endpoint: 'http://127.0.0.1:9/x' } }
`;

/** Types an answer on a terminal of its own once it is asked; gives what stood there, and the exit code. */
function answering(
  answer: string,
  folder: string,
  line: string,
): Promise<{ readonly said: string; readonly code: number | null }> {
  const terminal = spawn('script', ['-qec', `'${process.execPath}' '${main}' ${line}`, '/dev/null'], { cwd: folder });
  let said = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!said.includes('[y/N]') && (said + text).includes('[y/N]')) terminal.stdin.write(`${answer}\n`);
    said += text;
  });
  return new Promise((resolve) => terminal.once('close', (code) => resolve({ said, code })));
}

test.skipIf(!hasTerminals)('no is no, and yes goes on to whoever owns the folder', async () => {
  using place = openWorkplace();
  place.file('refused.yaml', calling);
  const { id } = JSON.parse((await place.run('run', 'refused.yaml', '--json')).out);
  const no = await answering('n', place.folder, `retry ${id}`);
  expect(no.said).toMatch(/get {2}faulted {4}GET http:\/\/127\.0\.0\.1:9\/x[^]*nobody agreed/);
  expect(no.code).toBe(4);
  const yes = await answering('y', place.folder, `retry ${id}`);
  expect(yes.said).toMatch(/no process serves/);
  expect(yes.code).toBe(7);
});
