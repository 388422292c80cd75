/** The encrypted store of secrets: nothing in the clear, nothing believed that was changed, nothing lost by a death. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentSecrets, SecretStore } from '@batonhq/engine';
import { expect, onTestFinished, test } from 'vitest';

const key = 'a'.repeat(63) + 'b';
const value = 'a value that nobody may see';

/** A data folder, and a place for keys of this user; both go away with the test. */
function place(variables: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'baton-secrets-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const environment = { XDG_CONFIG_HOME: join(root, 'configuration'), ...variables };
  const folder = join(root, 'data');
  return { folder, environment, file: join(folder, 'secrets.json'), keys: join(root, 'configuration/baton/keys') };
}

const named = (error: string) => expect.objectContaining({ name: error });
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('what was set is there for whoever has the key, and in no file in the clear', () => {
  const { folder, environment, keys } = place();
  const store = new SecretStore(folder, { environment });
  expect([store.list(), store.get('a'), store.remove('a'), store.rotate('same')]).toEqual([
    [],
    undefined,
    false,
    false,
  ]);
  store.set('b', value);
  store.set('a', '{"username":"ada"}');
  const other = new SecretStore(folder, { environment });
  expect(other.list().map(({ name }) => name)).toEqual(['a', 'b']);
  expect([other.get('a'), other.get('b'), other.get('c')]).toEqual(['{"username":"ada"}', value, undefined]);
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'latin1');
    for (const form of ['utf8', 'hex', 'base64'] as const)
      expect(text).not.toContain(Buffer.from(value).toString(form));
  }
  store.remove('a');
  expect(other.get('a')).toBeUndefined();
  const [name = ''] = readdirSync(keys);
  expect(statSync(join(keys, name)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  for (const [bad, why] of [
    ['', /no name/],
    ['a b', /no name/],
    ['../a', /no name/],
  ] as const)
    expect(() => store.set(bad, 'x')).toThrow(why);
  expect(() => store.set('a', '')).toThrow('is empty');
  expect(() => store.set('a', 'x'.repeat(65 * 1024))).toThrow('larger than 65536 bytes');
});

test('a copy of the folder alone is locked; a key that others can read is refused', () => {
  const { folder, environment, keys } = place();
  new SecretStore(folder, { environment }).set('a', value);
  const copy = place();
  cpSync(folder, copy.folder, { recursive: true });
  const elsewhere = new SecretStore(copy.folder, { environment: copy.environment });
  expect(thrownBy(() => elsewhere.get('a'))).toEqual(named('SecretsLockedError'));
  expect(elsewhere.list()).toHaveLength(1);
  const [name = ''] = readdirSync(keys);
  chmodSync(join(keys, name), 0o644);
  expect(() => new SecretStore(folder, { environment }).get('a')).toThrow('can be read by other users');
});

test('a key, a passphrase or a file with one opens what was locked with it, and nothing else does', () => {
  const passphrase = 'correct horse battery';
  const { folder, environment } = place();
  const withKey = (given: string) => new SecretStore(folder, { environment, key: given });
  withKey(key).set('a', value);
  const keyFile = join(folder, 'the.key');
  writeFileSync(keyFile, `${Buffer.from(key, 'hex').toString('base64')}\n`);
  for (const variables of [{ BATON_SECRET_KEY: key }, { BATON_SECRET_KEY_FILE: keyFile }])
    expect(new SecretStore(folder, { environment: { ...environment, ...variables } }).get('a')).toBe(value);
  for (const wrong of ['f'.repeat(64), passphrase])
    expect(thrownBy(() => withKey(wrong).get('a'))).toEqual(named('SecretsLockedError'));
  expect(() => new SecretStore(folder, { environment }).get('a')).toThrow('is locked with a key');
  expect(() => withKey('short').get('a')).toThrow('too short');
  withKey(key).rotate({ key: passphrase });
  expect(withKey(passphrase).get('a')).toBe(value);
  expect(thrownBy(() => withKey('correct horse batterx').get('a'))).toEqual(named('SecretsLockedError'));
  expect(thrownBy(() => withKey(key).get('a'))).toEqual(named('SecretsLockedError'));
  // The key of the store is no secret of definitions.
  const secrets = environmentSecrets({ BATON_SECRET_KEY: key, BATON_SECRET_KEY_FILE: keyFile, BATON_SECRET_A: 'x' });
  expect(['key', 'KEY', 'key-file', 'a'].map(secrets)).toEqual([undefined, undefined, undefined, 'x']);
});

test('rotation changes every key and no value; whoever has the store open goes on', () => {
  const { folder, environment, file, keys } = place();
  const store = new SecretStore(folder, { environment });
  const reading = new SecretStore(folder, { environment });
  store.set('a', value);
  store.set('b', 'another value');
  expect(reading.get('a')).toBe(value);
  const before = { text: readFileSync(file, 'utf8'), keys: readdirSync(keys) };
  store.rotate('same');
  const after = readFileSync(file, 'utf8');
  for (const sealed of before.text.match(/"(?:sealed|wrapped|mark)": "[^"]+"/g) ?? [])
    expect(after).not.toContain(sealed);
  expect(readdirSync(keys)).toHaveLength(1);
  expect(readdirSync(keys)).not.toEqual(before.keys);
  expect([reading.get('a'), reading.get('b')]).toEqual([value, 'another value']);
  store.rotate({ key });
  expect(existsSync(keys) ? readdirSync(keys) : []).toEqual([]);
  new SecretStore(folder, { environment, key }).rotate('own');
  expect(reading.get('b')).toBe('another value');
});

interface Stored {
  id: string;
  key: { wrapped: string };
  secrets: { a: { sealed: string }; b?: { sealed: string }; c?: { sealed: string } };
  mark: string;
}

test('an entry that was swapped, changed, dropped or brought back is refused with the cause', () => {
  const { folder, environment, file } = place();
  const store = new SecretStore(folder, { environment, key });
  store.set('a', 'the old value');
  const old: Stored = JSON.parse(readFileSync(file, 'utf8'));
  store.set('a', value);
  store.set('b', 'another value');
  const text = readFileSync(file, 'utf8');
  const tampered: Readonly<Record<string, (stored: Stored) => unknown>> = {
    swapped: ({ secrets }) => ([secrets.a.sealed, secrets.b = secrets.a] = [secrets.b?.sealed ?? '', { ...secrets.a }]),
    'cut off': ({ secrets }) => (secrets.a.sealed = secrets.a.sealed.slice(0, -8)),
    'brought back': ({ secrets }) => (secrets.a = old.secrets.a),
    dropped: ({ secrets }) => delete secrets.b,
    'under another name': ({ secrets }) => (secrets.c = secrets.a),
    'of another store': (stored) => (stored.id = 'f'.repeat(24)),
    'with another mark': (stored) => (stored.mark = old.mark),
    'with another key': ({ key: wrapping }) => (wrapping.wrapped = old.key.wrapped.slice(4)),
  };
  for (const [how, tamper] of Object.entries(tampered)) {
    const stored: Stored = JSON.parse(text);
    tamper(stored);
    writeFileSync(file, JSON.stringify(stored));
    const got = String(thrownBy(() => new SecretStore(folder, { environment, key }).get('a')));
    expect({ how, got }).toEqual({ how, got: expect.stringMatching(/^Secrets(Damaged|Locked)Error: .*secrets.json/) });
    expect(thrownBy(() => new SecretStore(folder, { environment, key }).set('a', 'x'))).toBeInstanceOf(Error);
  }
  for (let length = 1; length < text.length; length += 7) {
    writeFileSync(file, text.slice(0, length));
    expect(thrownBy(() => new SecretStore(folder, { environment, key }).get('a'))).toBeInstanceOf(Error);
  }
  writeFileSync(file, text);
  expect(store.get('a')).toBe(value);
});

const program = fileURLToPath(new URL('fixtures/secret-writer.ts', import.meta.url));

function writer(
  { folder, environment }: ReturnType<typeof place>,
  ...line: readonly string[]
): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, [program, folder, ...line], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('a writer that is killed leaves a store that opens; writers at the same time lose nothing of each other', async () => {
  const here = place();
  const read = () => new SecretStore(here.folder, { environment: here.environment });
  for (const pause of [3, 60]) {
    const child = writer(here, 'k');
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, pause));
    child.kill('SIGKILL');
    await once(child, 'exit');
    read().check();
    expect(read().get('k0')).toMatch(/^value of k \d+$/);
  }
  await Promise.all(['x', 'y'].map(async (prefix) => once(writer(here, prefix, '10'), 'exit')));
  const kept = read();
  for (const prefix of ['x', 'y'])
    for (let index = 0; index < 10; index += 1)
      expect(kept.get(`${prefix}${index}`)).toBe(`value of ${prefix} ${index}`);
});
