/** What the file system refuses is said in words of people, with a way out; what is a defect of ours stays as it is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileFailure } from '../src/cli/file-failure.ts';

function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new TypeError('nothing was thrown');
}

test('a file where a folder is needed', () => {
  const place = mkdtempSync(join(tmpdir(), 'baton-failure-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const file = join(place, 'letter.txt');
  writeFileSync(file, 'Dear Ada');
  const taken = fileFailure(thrownBy(() => mkdirSync(file, { recursive: true })));
  expect(taken).toMatchObject({ message: `${file} is a file, and a folder is needed there` });
  expect(taken?.hint).toContain('--data');
  const below = fileFailure(thrownBy(() => mkdirSync(join(file, 'inner'), { recursive: true })));
  expect(below?.message).toContain('below a file');
});

test('other errors are told by themselves', () => {
  expect(fileFailure(new TypeError('a defect'))).toBeNull();
  expect(fileFailure(thrownBy(() => mkdirSync(join(tmpdir(), 'not-there', 'x'))))).toBeNull();
});
