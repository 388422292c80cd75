/** Generates cases from seeds and compares them with the oracle. */
import { isSameOutcome } from './compare.ts';
import { randomProgram } from './generator.ts';
import { randomInput } from './inputs.ts';
import type { Case, Outcome } from './oracle.ts';
import { Oracle } from './oracle.ts';
import { evaluate } from './ours.ts';
import { Random } from './random.ts';

export interface Plan {
  readonly count: number;
  /** The first case's seed; the others follow. */
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

export interface Report {
  readonly compared: number;
  readonly same: number;
  /** Each with its seed. */
  readonly different: readonly string[];
}

export function caseOf(seed: number): Case {
  const random = new Random(seed);
  return { program: randomProgram(random), input: randomInput(random) };
}

const BLOCK = 600;

export async function compareGenerated({ count, seed, onProgress }: Plan): Promise<Report> {
  const oracle = new Oracle();
  const different: string[] = [];
  let same = 0;
  for (let start = 0; start < count; start += BLOCK) {
    const size = Math.min(BLOCK, count - start);
    const cases = Array.from({ length: size }, (_, index) => caseOf(seed + start + index));
    const outcomes = await oracle.evaluate(cases);
    for (const [index, item] of cases.entries()) {
      const theirs = outcomes[index] ?? MISSING;
      const ours = evaluate(item);
      if (isSameOutcome(ours, theirs)) same += 1;
      else different.push(describe(seed + start + index, { item, ours, theirs }));
    }
    onProgress?.(start + size);
  }
  return { compared: count, same, different };
}

const MISSING: Outcome = { outputs: [], error: undefined, refused: 'no answer' };

function describe(seed: number, { item, ours, theirs }: { item: Case; ours: Outcome; theirs: Outcome }): string {
  return `seed ${seed}: ${item.program}\n  input  ${JSON.stringify(item.input)}\n  ours   ${show(ours)}\n  theirs ${show(theirs)}`;
}

function show({ outputs, error, refused }: Outcome): string {
  const shown = outputs.map((output) => JSON.stringify(output)).join(' ');
  const ending =
    refused === null ? (error === undefined ? '' : ` error ${JSON.stringify(error)}`) : ` refused ${refused}`;
  return `${shown}${ending}`.slice(0, 600);
}
