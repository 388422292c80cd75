import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Seed } from '../random/seeded-random.ts';

/** What the command line asks for. */
export type SimulateOptions =
  | { readonly kind: 'campaign'; readonly from: Seed; readonly seeds: number; readonly threads: number }
  | { readonly kind: 'seed'; readonly seed: Seed; readonly trace: boolean };

/** The command line makes no sense. */
export class SimulateUsageError extends Error {
  override readonly name = 'SimulateUsageError';
}

/** How the command is used. */
export const usage = `npm run simulate -- [--seeds N] [--from S] [--threads T]   plays N seeds beginning with S (2000, 1)
npm run simulate -- --seed S [--trace]                       plays one seed; with --trace line by line`;

/** Reads the command line. Throws {@link SimulateUsageError} with what was expected. */
export function readOptions(args: readonly string[]): SimulateOptions {
  const values = parsed(args);
  const { seed, trace = false } = values;
  if (seed !== undefined) return { kind: 'seed', seed: numberOf('--seed', seed), trace };
  if (trace) throw new SimulateUsageError('--trace shows one seed: name it with --seed S');
  return {
    kind: 'campaign',
    from: numberOf('--from', values.from ?? '1'),
    seeds: numberOf('--seeds', values.seeds ?? '2000'),
    threads: numberOf('--threads', values.threads ?? String(availableParallelism())),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string' },
        from: { type: 'string' },
        threads: { type: 'string' },
        seed: { type: 'string' },
        trace: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new SimulateUsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new SimulateUsageError(`${option} must be a whole number from 1, and is ${JSON.stringify(text)}`);
  return number;
}
