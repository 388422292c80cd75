import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Mutant } from './mutant.ts';
import { MutantError } from './mutant-error.ts';
import type { TreeCopy } from './tree-copy.ts';

/** A command that takes longer than this does not count as failing: a mutant that hangs must be made to fail. */
const patience = 5 * 60_000;

/** Whether the tests told a broken build from a good one. */
export interface Verdict {
  readonly mutant: Mutant;
  readonly isCaught: boolean;
  /** What told it: the first failing test, or the seeds that were needed and what the last one violated. */
  readonly by: string;
  readonly seconds: number;
}

/** Bytes of what a command may say: a journal that lies lists every commit that it lost. */
const largestOutput = 256 * 1024 * 1024;

/** Characters at the end of it that are shown to people. */
const longestTold = 20_000;

/** Judges mutants one after the other. A command must pass on the unchanged tree first, or its failing says nothing. */
export class Judge {
  readonly #tree: TreeCopy;
  readonly #sound = new Set<string>();

  constructor(tree: TreeCopy) {
    this.#tree = tree;
  }

  judge(mutant: Mutant): Verdict {
    if (!this.#sound.has(mutant.mustFail)) {
      const { passed, output } = this.#run(mutant.mustFail);
      if (!passed)
        throw new MutantError(`\`${mutant.mustFail}\` fails without any mutant:\n${output.slice(-longestTold)}`);
      this.#sound.add(mutant.mustFail);
    }
    const began = performance.now();
    const { passed, output } = this.#tree.with(mutant, () => this.#run(mutant.mustFail));
    const by = passed ? 'nothing' : evidenceIn(output);
    if (by === null)
      throw new MutantError(
        `"${mutant.name}": \`${mutant.mustFail}\` failed without having tested anything:\n${output.slice(-longestTold)}`,
      );
    return { mutant, isCaught: !passed, by, seconds: (performance.now() - began) / 1_000 };
  }

  #run(command: string): { readonly passed: boolean; readonly output: string } {
    const [program = '', ...rest] = command.split(' ');
    const path = `${join(this.#tree.path, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
    const result = spawnSync(program, rest, {
      cwd: this.#tree.path,
      env: { ...process.env, PATH: path },
      encoding: 'utf8',
      timeout: patience,
      maxBuffer: largestOutput,
    });
    if (result.error !== undefined) throw new MutantError(`\`${command}\` did not end: ${result.error.message}`);
    return { passed: result.status === 0, output: result.stdout + result.stderr };
  }
}

/** A mutant that does not even load makes every command fail: only a failed test or a violated invariant counts. */
function evidenceIn(output: string): string | null {
  const [, seeds] = /(\d+) seeds from \d+ in/.exec(output) ?? [];
  const [, violation] = /seed \d+ fails:\n {2}([^\n]{1,90})/.exec(output) ?? [];
  if (seeds !== undefined && violation !== undefined) return `simulator after ${seeds} seeds: ${violation}`;
  const [, test] = /FAIL[^\n]* > ([^\n]+)/.exec(stripVTControlCharacters(output)) ?? [];
  return test === undefined ? null : `test: ${test}`;
}
