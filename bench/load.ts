/**
 * The load that every system is put under, so that the figures compare. A system is a few methods; how it does them is
 * its own affair. Each body is trivial: it counts itself, so that a step that did not happen is noticed.
 */
import { BenchError } from './bench-error.ts';
import { median, rounded } from './measurement.ts';
import type { Measurement, Sizes } from './measurement.ts';

/** What the load asks of a system. */
export type SystemUnderLoad = {
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** One execution of steps in sequence, to its result: how many bodies it ran. */
  readonly sequence: (execution: string, steps: number) => Promise<number>;
  /** One execution of steps in sequence: the times between consecutive bodies, in ms. */
  readonly gaps: (execution: string, steps: number) => Promise<readonly number[]>;
  /** One execution of steps all at once and their join, to its result: how many bodies it ran. */
  readonly fanOut: (execution: string, steps: number) => Promise<number>;
  /** Processor time of all processes of the system so far, in µs. */
  readonly processorMicros: () => number;
};

/**
 * Executions before the measured ones, as many for every system: code gets hot, pools fill, files grow. What is asked is
 * what a system does all day, not what it does in its first second; Node compiles for two seconds of load before the times
 * of a load stay the same.
 */
const warmUpExecutions = 5_000;
/**
 * The load, the execution that is alone and the fan-out are repeated and their medians taken, for every system as for the bare
 * loop: for some of them one is over in less than a collection of garbage may last, or the disk may be slow for.
 */
const loads = 5;
/** How often one execution is measured alone. */
export const alone = 5;
const fanOuts = 5;

/** Puts the system under the load: first warm-up, then throughput, then latency, then fan-out. */
export async function measure(system: SystemUnderLoad, sizes: Sizes): Promise<Measurement> {
  await throughput(system, { ...sizes, executions: warmUpExecutions, label: 'warm' });
  const batches: Throughput[] = [];
  for (let index = 0; index < loads; index++)
    batches.push(await throughput(system, { ...sizes, label: `load-${index}` }));
  await system.gaps('latency-warm', sizes.latencySteps);
  const latencies: number[] = [];
  for (let index = 0; index < alone; index++) {
    const gaps = await system.gaps(`latency-${index}`, sizes.latencySteps);
    if (gaps.length !== sizes.latencySteps - 1) throw new BenchError(`${system.system}: ${gaps.length} gaps`);
    latencies.push(median(gaps));
  }
  await timedFanOut(system, 'fan-warm', sizes.fanOut);
  const joins: number[] = [];
  for (let index = 0; index < fanOuts; index++) joins.push(await timedFanOut(system, `fan-${index}`, sizes.fanOut));
  return {
    system: system.system,
    versions: system.versions,
    sizes,
    notes: system.notes,
    stepsPerSecond: rounded(median(batches.map(({ stepsPerSecond }) => stepsPerSecond))),
    cpuMicrosPerStep: rounded(median(batches.map(({ cpuMicrosPerStep }) => cpuMicrosPerStep))),
    stepLatencyMedianMs: rounded(median(latencies)),
    ...(sizes.fanOut === 1_000 ? { fanOut1000Ms: rounded(median(joins)) } : {}),
    extra: {
      warmUpExecutions,
      stepLatencyMedianMs: latencies.map((value) => rounded(value)),
      fanOutMs: joins.map((value) => rounded(value)),
      loadMs: batches.map(({ elapsedMs }) => rounded(elapsedMs)),
    },
  };
}

type Batch = Sizes & { readonly label: string };
type Throughput = {
  readonly elapsedMs: number;
  readonly stepsPerSecond: number;
  readonly cpuMicrosPerStep: number;
};

async function throughput(system: SystemUnderLoad, batch: Batch): Promise<Throughput> {
  const total = batch.executions * batch.steps;
  let next = 0;
  let bodies = 0;
  const lane = async (): Promise<void> => {
    while (next < batch.executions) {
      const done = await system.sequence(`${batch.label}-${next++}`, batch.steps);
      bodies += done; // After the wait: the lanes share this count.
    }
  };
  const cpuBefore = system.processorMicros();
  const start = performance.now();
  await Promise.all(Array.from({ length: Math.min(batch.inFlight, batch.executions) }, lane));
  const elapsedMs = performance.now() - start;
  const micros = system.processorMicros() - cpuBefore;
  if (bodies !== total) throw new BenchError(`${system.system}: ${bodies} bodies instead of ${total}`);
  return { elapsedMs, stepsPerSecond: (total / elapsedMs) * 1_000, cpuMicrosPerStep: micros / total };
}

async function timedFanOut(system: SystemUnderLoad, execution: string, steps: number): Promise<number> {
  const start = performance.now();
  const bodies = await system.fanOut(execution, steps);
  const elapsedMs = performance.now() - start;
  if (bodies !== steps) throw new BenchError(`${system.system}: ${bodies} bodies instead of ${steps}`);
  return elapsedMs;
}

/** The times between consecutive instants. */
export function gapsBetween(instants: readonly number[]): readonly number[] {
  return instants.slice(1).map((instant, index) => instant - (instants[index] ?? instant));
}
