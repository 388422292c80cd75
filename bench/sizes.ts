import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';
import type { Sizes } from './measurement.ts';

const full: Sizes = { executions: 1_000, steps: 10, inFlight: 100, fanOut: 1_000, latencySteps: 500 };
const quick: Sizes = { executions: 200, steps: 10, inFlight: 100, fanOut: 1_000, latencySteps: 100 };

/**
 * The sizes of a load from the command line: `--executions 1000 --steps 10 --inflight 100 --fanout 1000
 * --latency-steps 500`, or `--quick` for a rough look.
 */
export function readSizes(argv: readonly string[] = process.argv.slice(2)): Sizes {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      executions: { type: 'string' },
      steps: { type: 'string' },
      inflight: { type: 'string' },
      fanout: { type: 'string' },
      'latency-steps': { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const preset = values.quick ? quick : full;
  return {
    executions: count(values.executions, preset.executions),
    steps: count(values.steps, preset.steps),
    inFlight: count(values.inflight, preset.inFlight),
    fanOut: count(values.fanout, preset.fanOut),
    latencySteps: count(values['latency-steps'], preset.latencySteps),
  };
}

function count(text: string | undefined, preset: number): number {
  const value = text === undefined ? preset : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new BenchError(`not a count: ${text}`);
  return value;
}
