/** The walls around the engine of scripts, as if somebody had got out of it: whoever is in that process can do little. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { leastPermissions } from '../src/process/least-permissions.ts';
import { complete, open, temporaryFolder, until } from './engine.ts';

const program = fileURLToPath(new URL('../src/process/script-process.ts', import.meta.url));

/** What somebody would try who could execute anything there. */
const attempts = [
  (file: string) => `require('fs').readFileSync(${JSON.stringify(file)}, 'utf8')`,
  () => `require('fs').readFileSync('/etc/passwd', 'utf8')`,
  () => `require('fs').readdirSync('/')`,
  (file: string) => `require('fs').writeFileSync(${JSON.stringify(file)}, 'x')`,
  () => `require('child_process').execSync('id')`,
  () => `new (require('worker_threads').Worker)('1', { eval: true })`,
  () => `process.binding('spawn_sync')`,
  () => `new (require('wasi').WASI)({ version: 'preview1' })`,
  () => `require('inspector').open(0)`,
  () => `process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6')`,
  () => `process.env.CANARY.length`,
];

test('outside of the engine nothing can be read, written, started or attached to', async () => {
  const file = join(temporaryFolder(), 'canary');
  writeFileSync(file, 'canary');
  const tried = attempts.map(
    (attempt) => `try { ${attempt(file)}; done.push(${JSON.stringify(attempt(file))}) } catch {}`,
  );
  const code = `const done = []; ${tried.join('\n')} console.log(JSON.stringify(done))`;
  const doneWith = async (...permissions: readonly string[]): Promise<readonly string[]> => {
    const line = [...permissions, '--no-warnings', '-e', code];
    const done: readonly string[] = JSON.parse((await promisify(execFile)(process.execPath, line, { env: {} })).stdout);
    return done;
  };
  expect(await doneWith(...leastPermissions(program))).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe('canary');
  expect((await doneWith()).length).toBeGreaterThan(6);
});

test.skipIf(process.getuid?.() !== 0)('when this process is root, that one is nobody', async () => {
  const engine = await open({ calls: { processes: { script: { time: 60_000 } } } });
  const code = 'const until = Date.now() + 1_000; while (Date.now() < until);';
  const ended = complete(engine, [{ a: { run: { script: { language: 'js', code } } } }]);
  const users = (): readonly string[] =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && nameOf(name).includes('script-process'))
      .map((name) => /^Uid:\s+(\d+)\s+(\d+)/m.exec(said(name, 'status'))?.slice(1, 3).join() ?? '');
  await until(() => users().includes('65534,65534'));
  expect(await ended).toBe('');
});

function nameOf(process_: string): string {
  return said(process_, 'cmdline').startsWith(process.execPath) ? said(process_, 'cmdline') : '';
}

function said(process_: string, what: string): string {
  try {
    return readFileSync(join('/proc', process_, what), 'utf8');
  } catch {
    return '';
  }
}
