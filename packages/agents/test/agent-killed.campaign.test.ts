/** An agent killed anywhere continues: what was answered is not asked again, what was done is not done again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScriptedModel, type ChatRequest, type ScriptedModel, type ScriptedReply } from '@batonhq/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

const turns = 4;
const module = new URL('./agent-process.ts', import.meta.url).pathname;

let folder = '';
let model: ScriptedModel;
let child: ChildProcess | null = null;
let killAt: { readonly request: number; readonly when: 'asked' | 'answering' } | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-agent-'));
  model = await startScriptedModel(reply);
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Two notes a turn, then the answer. What to say follows from the conversation, so a repeated question gets its answer. */
function reply({ messages }: ChatRequest, request: number): ScriptedReply {
  const turn = messages.filter(({ role }) => role === 'assistant').length;
  const isEnd = killAt?.request === request;
  if (isEnd && killAt?.when === 'asked') child?.kill('SIGKILL');
  if (isEnd && killAt?.when === 'answering') setTimeout(() => child?.kill('SIGKILL'), 2);
  // Of its last answer it must not hear the end, or a process that is killed a moment late is done with everything.
  if (turn === turns) return { text: 'All noted.', ...(isEnd && { hangAfter: 1 }) };
  return { calls: ['a', 'b'].map((name) => ({ name: 'note', arguments: { note: `${turn}${name}` } })) };
}

/** Starts the process and waits for its end; fulfils with what it printed, empty when it was killed. */
async function work(): Promise<string> {
  const started = spawn(process.execPath, [module, folder, model.address], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  let printed = '';
  started.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  await new Promise((resolve) => started.once('close', resolve));
  return printed;
}

test.for([
  { request: 0, when: 'asked' },
  { request: 1, when: 'answering' },
  { request: 2, when: 'asked' },
  { request: turns, when: 'answering' },
] as const)('killed when request $request is $when', async (kill) => {
  killAt = kill;
  expect(await work()).toBe('');
  const printed: { phase: string; output: { text: string } } = JSON.parse(await work());
  expect(printed).toMatchObject({
    phase: 'completed',
    output: { text: 'All noted.', handOff: { spent: { modelCalls: turns + 1, toolCalls: 2 * turns } } },
  });
  expect(model.requests.length).toBeLessThanOrEqual(turns + 2);
  expect(model.requests.length).toBeGreaterThan(turns);
  const keys = readFileSync(join(folder, 'notes.txt'), 'utf8').trim().split('\n');
  expect(new Set(keys).size).toBe(2 * turns);
});
