/** A data folder that is none, that may not be looked into, or that another user serves, is not called empty or unserved. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nobodyAnswers } from '../src/folder/check-folder.ts';
import { openJournalToRead } from '../src/folder/open-to-read.ts';

const checking = new URL('../src/folder/check-folder.ts', import.meta.url).href;

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'baton-closed-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Whoever may do everything is told nothing: rights are looked at as somebody else. */
function asSomebody<T>(action: () => T): T {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}

test('a file in the place of the folder is named, to whoever reads and to whoever commands', () => {
  const file = join(place(), 'letter.txt');
  writeFileSync(file, 'Dear Ada');
  const named = `${file} is a file, and a data folder is needed there`;
  expect(() => openJournalToRead(file)).toThrow(named);
  expect(() => nobodyAnswers(file)).toThrow(named);
  expect(() => openJournalToRead(join(file, 'inner'))).toThrow('ENOTDIR');
});

test('a folder that may not be looked into is not empty', () => {
  const folder = join(place(), 'closed');
  mkdirSync(folder, { mode: 0o711 });
  if (process.geteuid?.() !== 0) chmodSync(folder, 0o100);
  asSomebody(() => expect(() => openJournalToRead(folder)).toThrow(/EACCES.*closed/));
  chmodSync(folder, 0o755);
  expect(openJournalToRead(folder).role).toBe('reader');
});

test('a control socket that may not be opened is that of another user', async () => {
  const folder = place();
  expect(nobodyAnswers(folder).name).toBe('NobodyServesError');
  const server = createServer().listen(join(folder, 'control.sock'));
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  chmodSync(join(folder, 'control.sock'), process.geteuid?.() === 0 ? 0o600 : 0);
  // Which sockets may be opened is asked for the real user, which only a process of its own can change.
  const code = `import { nobodyAnswers } from ${JSON.stringify(checking)};
    if (process.getuid() === 0) process.setuid(65534);
    console.log(String(nobodyAnswers(${JSON.stringify(folder)})));`;
  const told = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  expect(told.stdout).toBe(
    `OwnerOfOthersError: ${folder} is served by another user: this one may not open its control.sock\n`,
  );
});
