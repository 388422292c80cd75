import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startScriptedModel } from '../../testing/src/scripted-model/scripted-model.ts';
import type { Script } from '../../testing/src/scripted-model/script.ts';
import { freshPages } from '@batonhq/dashboard';

/** `baton serve` as people start it: a process of its own, on a folder with a workspace, agents, and a model behind HTTP. */
export interface ServedFolder extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  /** Asks the API with the admin's key; what is no success is thrown. */
  ask(path: string, body?: unknown): Promise<Record<string, unknown>>;
}

const root = join(import.meta.dirname, '..', '..', '..');
const command = join(root, 'packages', 'baton', 'src', 'cli', 'main.ts');
const functions = join(import.meta.dirname, 'shop-functions.ts');

const agentFiles = [
  'name: summariser\ndescription: Sums letters up in a line\ninstructions: Sum up what you are given.\nskills: [letters]\n',
  'name: letter-writer\ndescription: כותב תשובות ללקוחות בעברית\ninstructions: כתוב תשובה קצרה.\nskills: [letters]\n',
];

/** What is other than usual. */
export interface FolderOptions {
  /** More agents, each as the YAML of its file. */
  readonly agents?: readonly string[];
  /** What the model says. */
  readonly script?: Script;
}

const usualScript: Script = ({ messages }) =>
  JSON.stringify(messages).includes('impossible')
    ? { refuse: { status: 400, message: 'the model will not' } }
    : { text: 'תודה רבה. The parcel will be there on Monday.', usage: { input: 412, output: 28 }, delay: 40 };

export async function serveFolder({ agents = [], script = usualScript }: FolderOptions = {}): Promise<ServedFolder> {
  await freshPages();
  const folder = mkdtempSync(join(tmpdir(), 'baton-served-'));
  const workspace = join(folder, 'workspace');
  cpSync(join(root, 'examples', 'workspace'), workspace, { recursive: true });
  mkdirSync(join(folder, 'agents'));
  for (const [index, text] of [...agentFiles, ...agents].entries())
    writeFileSync(join(folder, 'agents', `${index}.yaml`), text);
  const model = await startScriptedModel(script);
  const typed = ['serve', '--data', join(folder, 'data'), '--port', '0', '--json', '--functions', functions];
  const models = ['--model', `${model.address}#small`, '--allow-host', new URL(model.address).host];
  const child = spawn(process.execPath, [command, ...typed, ...models, '--workspace', workspace], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: folder,
  });
  // It shares our error output: were it left behind, whoever reads that would wait for its end.
  process.once('exit', () => child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url, token }: { readonly url: string; readonly token: string } = JSON.parse(String(line));
  return {
    url,
    token,
    ask: (path, body) => ask(`${url}${path}`, { token, body }),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await model.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function ask(
  address: string,
  { token, body }: { readonly token: string; readonly body: unknown },
): Promise<Record<string, unknown>> {
  const answer = await fetch(address, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new TypeError(`${address}: ${answer.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
