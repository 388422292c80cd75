/** Secrets from the command line and the SDK: how they get into the store, who reads them, what happens without the key. */
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrchestrationSystem } from '@batonhq/baton';
import { SecretStore } from '@batonhq/engine';
import { expect, onTestFinished, test, vi } from 'vitest';
import { askHidden } from '../src/cli/terminal/ask-hidden.ts';
import { main } from './run-baton.ts';

const key = 'ab'.repeat(32);

function place() {
  const root = mkdtempSync(join(tmpdir(), 'baton-secrets-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** Types a command, with something on its standard input. */
function type(root: string, words: string, { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'secrets', ...words.split(' ')], {
    cwd: root,
    input,
    encoding: 'utf8',
    env: { ...process.env, XDG_CONFIG_HOME: join(root, 'configuration'), NO_COLOR: '1', ...env },
  });
  return { code: status, out: stdout, talk: stderr };
}

test('a value comes from standard input and is never shown; names are', () => {
  const root = place();
  expect(type(root, 'set stripe', { input: 'a-long-value\n' })).toEqual({
    code: 0,
    out: '',
    talk: 'stripe is kept, encrypted\n',
  });
  expect(type(root, 'set pin --json', { input: '1234' }).talk).toContain('cannot be crossed out');
  expect(JSON.parse(type(root, 'list --json').out)).toEqual([
    { name: 'pin', setAt: expect.any(String) },
    { name: 'stripe', setAt: expect.any(String) },
  ]);
  const typed = type(root, 'set stripe on-the-command-line');
  expect(typed).toMatchObject({ code: 2, talk: expect.stringContaining('one argument too many') });
  expect(typed.talk).not.toContain('on-the-command-line');
  expect(type(root, 'set empty', { input: '\n' })).toMatchObject({
    code: 2,
    talk: expect.stringContaining('is empty'),
  });
  expect(type(root, 'rotate --new-key', { input: key })).toMatchObject({
    code: 0,
    talk: expect.stringContaining('needs BATON_SECRET_KEY'),
  });
  expect(type(root, 'set stripe', { input: 'x' })).toMatchObject({
    code: 4,
    talk: expect.stringContaining('is locked with a key'),
  });
  expect(type(root, 'remove pin', { env: { BATON_SECRET_KEY: key } }).code).toBe(0);
  const store = new SecretStore(join(root, '.baton'), { key });
  expect([store.get('stripe'), store.get('pin')]).toEqual(['a-long-value', undefined]);
});

test('what is typed at a terminal is not shown, and can be mended or left', async () => {
  const shown: string[] = [];
  const keyboard = Object.assign(new EventEmitter(), {
    setRawMode: vi.fn<(on: boolean) => void>(),
    setEncoding: vi.fn<(name: string) => void>(),
    resume: vi.fn<() => void>(),
    pause: vi.fn<() => void>(),
  });
  const ask = async (...letters: readonly string[]): Promise<string> => {
    const asked = askHidden('the secret', { keyboard: keyboard as never, write: (text) => shown.push(text) });
    for (const letter of letters) keyboard.emit('data', letter);
    return asked;
  };
  expect(await ask('hux', '\u007f', 'nter2\r')).toBe('hunter2');
  await expect(ask('hun', '\u0003')).rejects.toThrow('nothing was typed');
  expect(shown.join('')).toBe('the secret: \nthe secret: \n');
  expect(keyboard.setRawMode.mock.calls).toEqual([[true], [false], [true], [false]]);
});

const flow = (url: string) => ({
  document: { dsl: '1.0.3', namespace: 'tests', name: 'secret', version: '1.0.0' },
  use: { secrets: ['token'] },
  do: [
    {
      get: {
        call: 'http',
        with: { method: 'get', endpoint: { uri: url, authentication: { bearer: { token: '${ $secrets.token }' } } } },
      },
    },
  ],
});

test('a call reads the store first, sees changes at once, and is held while the store is locked', async () => {
  const root = place();
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['BATON_SECRET_TOKEN'] = 'from-the-environment';
  onTestFinished(() => void delete process.env['BATON_SECRET_TOKEN']);
  const dataDir = join(root, 'data');
  const open = async (given: string) =>
    createOrchestrationSystem({ dataDir, egress: { allow: [host] }, secrets: { key: given } });
  const system = await open(key);
  const result = async () => (await system.submitWorkflow({ workflow: flow(`http://${host}/`) })).result();
  expect(await result()).toMatchObject({ phase: 'completed' });
  const store = new SecretStore(dataDir, { key });
  store.set('token', 'from-the-store');
  expect(await result()).toMatchObject({ phase: 'completed' });
  store.set('token', 'changed-in-the-store');
  expect(await result()).toMatchObject({ phase: 'completed' });
  store.remove('token');
  delete process.env['BATON_SECRET_TOKEN'];
  expect(await result()).toMatchObject({
    fault: { status: 403, detail: 'the secret token is not available: baton secrets set token' },
  });
  store.set('token', 'for-later');
  await system.close();
  const locked = await open('cd'.repeat(32));
  const { id } = await locked.submitWorkflow({ workflow: flow(`http://${host}/`) });
  await expect.poll(async () => (await locked.getExecution(id)).view.phase).toBe('suspended');
  expect(JSON.stringify((await locked.getExecution(id)).waitingFor)).toContain('the key does not open');
  await locked.close();
  const again = await open(key);
  await again.resume(id);
  expect(await again.attach(id).result()).toMatchObject({ phase: 'completed' });
  await again.close();
  const asked = await createOrchestrationSystem({
    dataDir,
    egress: { allow: [host] },
    secrets: { key, lookUp: (name) => (name === 'token' ? 'handed-in' : undefined) },
  });
  await (await asked.submitWorkflow({ workflow: flow(`http://${host}/`) })).result();
  await asked.close();
  expect(seen).toEqual(
    ['from-the-environment', 'from-the-store', 'changed-in-the-store', 'for-later', 'handed-in'].map(
      (token) => `Bearer ${token}`,
    ),
  );
  writeFileSync(join(dataDir, 'secrets.json'), readFileSync(join(dataDir, 'secrets.json'), 'utf8').slice(0, 100));
  expect(() => new SecretStore(dataDir, { key }).get('token')).toThrow('only a part of one');
});
