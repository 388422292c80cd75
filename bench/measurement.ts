/**
 * The shape every measurement script prints: one JSON object on stdout, nothing else; talk goes to stderr.
 * A script fills the figures it has; a figure it cannot measure is left out, never zero.
 */
import { BenchError } from './bench-error.ts';

/** What each figure means, for all systems alike. The keys are the names of the figures. */
export const figures = {
  stepsPerSecond: 'durable steps per second over the whole load, fsync on',
  cpuMicrosPerStep: 'user and system processor time of every process of the system, per durable step, in µs',
  stepLatencyMedianMs: 'one execution alone: median time between the bodies of two consecutive steps, in ms',
  functionStepLatencyMedianMs: 'the same in a durable function, where a system has both forms',
  commitLatencyMedianMs: 'one lone commit with fsync, in ms',
  fanOut1000Ms: 'one execution: 1,000 steps at once and their join, from start to known result, in ms',
  step10000Ratio: 'cost of step 10,000 of one execution divided by the cost of step 100',
  recoveryMs:
    'from the start of a new process after kill -9 until every open execution moves again, in ms; a script that finds ' +
    'anything lost or a committed step repeated fails instead',
  waitingBytes: 'memory held per waiting execution, in bytes',
  evictedBytes:
    'memory held per waiting execution once it has left memory, in bytes; below the noise of the heap counts as 0',
  jqMicros: 'one evaluation of a typical jq expression, compiled before, in µs',
  makespanRatio: 'makespan of a plan divided by its critical path, no resource limits',
  placesRatio:
    'random workflows with 16 places, in simulated time: makespan divided by what no order can beat (the critical path, or all work ' +
    'spread evenly), on the average',
} as const;

/** The name of one figure. */
export type Figure = keyof typeof figures;

/** What was asked of the system; the same for all systems of one report. */
export type Sizes = {
  readonly executions: number;
  readonly steps: number;
  readonly inFlight: number;
  readonly fanOut: number;
  readonly latencySteps: number;
};

/** One system, measured. */
export type Measurement = {
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly sizes?: Sizes;
  /** Settings and limits that a reader must know to judge the figures. */
  readonly notes?: readonly string[];
  /** Counts and figures of the system's own that no table row asks for. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Other systems that the same script measured for comparison. */
  readonly beside?: readonly Measurement[];
} & { readonly [K in Figure]?: number };

/** Reads what a script printed: refuses what is not a measurement. */
export function parseMeasurement(text: string): Measurement {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BenchError(`not one JSON object: ${text.slice(0, 200)}`, { cause });
  }
  if (!isMeasurement(value)) throw new BenchError(`not a measurement: ${text.slice(0, 200)}`);
  return value;
}

function isMeasurement(value: unknown): value is Measurement {
  if (typeof value !== 'object' || value === null) return false;
  const entries: Readonly<Record<string, unknown>> = { ...value };
  const beside = entries['beside'];
  return (
    typeof entries['system'] === 'string' &&
    typeof entries['versions'] === 'object' &&
    Object.keys(figures).every((name) => entries[name] === undefined || Number.isFinite(entries[name])) &&
    (beside === undefined || (Array.isArray(beside) && beside.every(isMeasurement)))
  );
}

/** Prints a measurement the way `parseMeasurement` reads it. */
export function printMeasurement(measurement: Measurement): void {
  process.stdout.write(`${JSON.stringify(measurement, null, 2)}\n`);
}

/** The value that the given share (0..1) of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)];
  if (value === undefined) throw new BenchError('no values: nothing was measured');
  return value;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Rounded to `digits` significant digits: more would pretend to a precision that is not there. */
export function rounded(value: number, digits = 4): number {
  return Number(value.toPrecision(digits));
}
