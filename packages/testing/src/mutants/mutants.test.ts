/** The list of mutants fits the code it means to break; running them takes minutes and is a command of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutate, parseMutants } from './mutant.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const mutants = parseMutants(readFileSync(join(root, 'packages', 'testing', 'mutants', 'mutants.json'), 'utf8'));

describe('every mutant changes its file in one place', () => {
  test.each(mutants)('$name', (mutant) => {
    const text = readFileSync(join(root, mutant.file), 'utf8');
    expect(mutate(text, mutant)).not.toBe(text);
  });
});

test('a mutant whose place is gone, or not the only one, is refused', () => {
  const mutant = { name: 'n', file: 'f', search: 'a', replace: 'b', mustFail: 'true' };
  expect(() => mutate('xyz', mutant)).toThrow(/once/);
  expect(() => mutate('aya', mutant)).toThrow(/once/);
  expect(mutate('xay', mutant)).toBe('xby');
});

test('a list of another form is refused', () => {
  expect(() => parseMutants('[{ "name": 1 }]')).toThrow(/form/);
});
