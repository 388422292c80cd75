/** What a waiting execution holds of the heap, in memory and once it has left it. Needs `--expose-gc`. */
import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../bench-error.ts';
import { median } from '../measurement.ts';
import { waitingForever } from './definitions.ts';
import { openBench } from './system.ts';

const executions = 10_000;
/** Evicted ones are measured over more, so that what a bounded cache happens to hold divides by many. */
const evictions = 60_000;
/** Bytes per execution that the heap and its bounded caches move by themselves between two measurements. */
const noise = 16;

export type Memory = { readonly waitingBytes: number; readonly evictedBytes: number };

export async function memoryPerExecution(directory: string): Promise<Memory> {
  const held = await fill(`${directory}/held`, executions, { idle: 3_600_000, resting: executions * 3 });
  const evicted = await fill(`${directory}/evicted`, evictions, { idle: 1, resting: 0 });
  return { waitingBytes: Math.round(held), evictedBytes: evicted < noise ? 0 : Math.round(evicted) };
}

async function fill(
  directory: string,
  count: number,
  limits: { readonly idle: number; readonly resting: number },
): Promise<number> {
  const { engine } = await openBench(directory, limits);
  const definition = waitingForever();
  const start = async (label: string, total: number): Promise<void> => {
    for (let index = 0; index < total; index += 100) {
      await Promise.all(
        Array.from({ length: 100 }, async (_, lane) => engine.start({ id: `${label}-${index + lane}`, definition })),
      );
    }
  };
  await start('warm', executions); // Fills the caches, which are bounded and so are no cost of an execution.
  const before = await heap();
  await start('wait', count);
  const after = await heap();
  const waiting = await engine.list({ phases: ['waiting'], limit: 1 });
  if (waiting.length !== 1) throw new BenchError('nothing waits: there is no memory to measure');
  await engine.close();
  return (after - before) / count;
}

/** The heap when nothing moves any more: the middle of several collections. */
async function heap(): Promise<number> {
  if (globalThis.gc === undefined) throw new BenchError('memory is measured with --expose-gc');
  const sizes: number[] = [];
  for (let round = 0; round < 5; round++) {
    await pause(100);
    globalThis.gc();
    sizes.push(process.memoryUsage().heapUsed);
  }
  return median(sizes);
}
