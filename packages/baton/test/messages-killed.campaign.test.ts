/** Processes that write messages and deal with them are killed at any moment: none is lost, none dealt with twice. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { programCompiler, verifyFolder } from '@batonhq/engine';
import { expect, onTestFinished, test } from 'vitest';

const module = new URL('./together-process.ts', import.meta.url).pathname;
const messages = 40;
const kills = 6;

/** Starts the process; fulfils with what it printed, empty when it was killed after so many messages were dealt with. */
async function work(folder: string, killAfter: number): Promise<string> {
  const child = spawn(process.execPath, [module, folder, String(messages)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  const watch = setInterval(() => {
    if (dealtWith(folder).length >= killAfter) child.kill('SIGKILL');
  }, 2);
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  return printed;
}

function dealtWith(folder: string): readonly string[] {
  const file = join(folder, 'dealt.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

test(`killed ${kills} times while ${messages} messages are on their way`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-messages-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (let kill = 1; kill <= kills; kill += 1)
    expect(await work(folder, Math.round((kill * messages) / (kills + 1)))).toBe('');
  expect(await work(folder, Infinity)).toBe('["completed","completed"]\n');

  const lines = dealtWith(folder).map((line) => line.split(' '));
  const keysOf = Map.groupBy(lines, ([, body]) => body);
  expect(keysOf.size).toBe(messages);
  // A step that was repeated after a kill says so by its key: whatever was dealt with by two keys was dealt with twice.
  for (const [body, dealt] of keysOf) expect([body, new Set(dealt.map(([key]) => key)).size]).toEqual([body, 1]);

  const database = new DatabaseSync(join(folder, 'data', 'journal.db'), { readOnly: true });
  const counted = database.prepare('SELECT status, count(*) AS number FROM agent_messages GROUP BY status').all();
  const sent = database.prepare("SELECT value FROM shared_context WHERE key = 'sent'").get();
  database.close();
  expect(counted).toEqual([{ status: 'acknowledged', number: messages }]);
  expect(sent).toEqual({ value: String(messages) });
  const { findings } = verifyFolder({ directory: join(folder, 'data'), compile: programCompiler() });
  expect(findings).toEqual([]);
});
