/**
 * The list of mutants fits the code it means to break, and the three that matter most are caught by a few seeds of the
 * fault simulator. Trying all of them takes minutes and is a command of its own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Judge } from './judge.ts';
import { mutate, parseMutants } from './mutant.ts';
import { TreeCopy } from './tree-copy.ts';

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

/** So many seeds are enough for a build that breaks a promise in plain sight. */
const fewSeeds = 'node packages/testing/src/simulate/main.ts --seeds 30 --threads 1';

test(
  'a few seeds tell builds apart that count attempts late, fire timers early or undo twice',
  { timeout: 300_000 },
  () => {
    const names = ['an attempt is not counted', 'timers fire early', 'compensation is done twice'];
    const chosen = names.flatMap((name) => mutants.filter((mutant) => mutant.name.includes(name)));
    expect(chosen).toHaveLength(names.length);
    const tree = new TreeCopy(root);
    onTestFinished(() => tree.remove());
    const judge = new Judge(tree);
    const verdicts = chosen.map((mutant) => judge.judge({ ...mutant, mustFail: fewSeeds }));
    expect(verdicts.filter(({ isCaught }) => !isCaught)).toEqual([]);
    expect(verdicts.map(({ by }) => by)).toEqual(
      names.map(() => expect.stringMatching(/^simulator after \d+ seeds: /)),
    );
  },
);
