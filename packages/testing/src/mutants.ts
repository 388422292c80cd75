/**
 * Breaks the build on purpose, one place at a time, and demands that the tests notice:
 * `npm run mutants [-- part of a name]`. Works on a copy, says what caught each, and how many seeds that took. Exit code
 * 1 when a mutant survives.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Judge, type Verdict } from './mutants/judge.ts';
import { parseMutants } from './mutants/mutant.ts';
import { TreeCopy } from './mutants/tree-copy.ts';

const root = join(import.meta.dirname, '..', '..', '..');
process.exitCode = main(process.argv[2] ?? '');

function main(wanted: string): number {
  const list = readFileSync(join(root, 'packages', 'testing', 'mutants', 'mutants.json'), 'utf8');
  const mutants = parseMutants(list).filter(({ name }) => name.includes(wanted));
  const tree = new TreeCopy(root);
  try {
    const judge = new Judge(tree);
    const verdicts = mutants.map((mutant) => report(judge.judge(mutant)));
    const survivors = verdicts.filter(({ isCaught }) => !isCaught);
    process.stdout.write(`${verdicts.length - survivors.length} of ${verdicts.length} mutants caught\n`);
    return survivors.length === 0 && verdicts.length > 0 ? 0 : 1;
  } finally {
    tree.remove();
  }
}

function report(verdict: Verdict): Verdict {
  const { isCaught, mutant, by, seconds } = verdict;
  process.stdout.write(
    `${isCaught ? 'caught  ' : 'SURVIVED'}  ${mutant.name}\n          by ${by} (${seconds.toFixed(1)} s)\n`,
  );
  return verdict;
}
