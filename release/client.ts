/**
 * `node release/client.ts` writes the types of the HTTP API's client out of the routes' own descriptions; with `--check` it
 * compares and fails on a difference.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientTypes, type ApiDocument } from './client-types.ts';
import { CommandError } from './command.ts';
import { root } from './packages.ts';

const isCheck = process.argv.includes('--check');
const folder = join(root, 'packages/server/src/client');
const files = await clientTypes(await describedApi());
const stale = globSync('*.gen.ts', { cwd: folder }).filter((name) => !files.has(name));
const changed = [...files].filter(([name, text]) => {
  const path = join(folder, name);
  return !existsSync(path) || readFileSync(path, 'utf8') !== text;
});
for (const name of [...changed.map(([one]) => one), ...stale]) {
  console.log(isCheck ? `the routes changed: npm run client, and read the difference in ${name}` : `wrote ${name}`);
}
if (isCheck) process.exitCode = changed.length + stale.length > 0 ? 1 : 0;
else {
  for (const [name, text] of changed) writeFileSync(join(folder, name), text);
  for (const name of stale) rmSync(join(folder, name));
}

/** What the API says of itself, asked as anybody would. */
async function describedApi(): Promise<ApiDocument> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-routes-'));
  const baton = join(root, 'packages/baton/src/cli/main.ts');
  const line = ['serve', '--json', '--port', '0', '--data', directory];
  const served = spawn(process.execPath, [baton, ...line], { stdio: ['ignore', 'pipe', 'pipe'] });
  let talk = '';
  served.stderr.on('data', (chunk: Buffer) => (talk += chunk.toString('utf8')));
  const ended = once(served, 'close');
  try {
    const [said] = await Promise.race([
      once(served.stdout, 'data'),
      ended.then(() => refuse(`baton ${line.join(' ')}`, talk)),
    ]);
    const { url }: { readonly url: string } = JSON.parse(String(said));
    return JSON.parse(await (await fetch(`${url}/api/openapi.json`)).text());
  } finally {
    served.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true });
  }
}

function refuse(command: string, talk: string): never {
  throw new CommandError(command, talk);
}
