/** Our own figures, in the shape of `measurement.ts`: the embedded engine with its journal on the working disk. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { oneCall } from './baton/definitions.ts';
import { growthRatio } from './baton/growth.ts';
import { makespanRatio } from './baton/makespan.ts';
import { memoryPerExecution } from './baton/memory.ts';
import type { Memory } from './baton/memory.ts';
import { recoveryMs } from './baton/recovery.ts';
import { openBench, systemOf } from './baton/system.ts';
import type { Bench } from './baton/system.ts';
import { BenchError } from './bench-error.ts';
import { alone, gapsBetween, measure } from './load.ts';
import { median, printMeasurement, rounded } from './measurement.ts';
import { readSizes } from './sizes.ts';
import { workFolder } from './work-folder.ts';

using folder = workFolder('baton');
if (process.argv.includes('--memory')) process.stdout.write(JSON.stringify(await memoryPerExecution(folder.path)));
else await measureAll();

async function measureAll(): Promise<void> {
  const sizes = readSizes();
  const bench = await openBench(join(folder.path, 'load'));
  const notes = [
    'one process, SQLite journal with synchronous=FULL; processor time is of the whole process, the caller included; a process that recovers finds what its predecessor compiled, as with the command line',
  ];
  const load = await measure(systemOf(bench, notes), sizes);
  const functionLatencies = await functionSteps(bench, sizes.latencySteps);
  const growth = await growthRatio(bench);
  const makespan = await makespanRatio(bench);
  await bench.engine.close();
  const recovery = await recoveryMs(join(folder.path, 'recovery'));
  printMeasurement({
    ...load,
    functionStepLatencyMedianMs: rounded(median(functionLatencies)),
    step10000Ratio: rounded(growth),
    recoveryMs: rounded(recovery),
    makespanRatio: rounded(makespan),
    ...(await memory()),
  });
  process.exitCode = 0;
}

async function functionSteps({ complete, instants }: Bench, steps: number): Promise<readonly number[]> {
  const definition = oneCall('function-steps', 'steps:1.0.0@default');
  const measured = async (id: string): Promise<readonly number[]> => {
    const seen: number[] = [];
    instants.set(id, seen);
    await complete({ id, definition: { ...definition, input: { from: String(steps) } } });
    return gapsBetween(seen);
  };
  await measured('function-warm');
  const medians: number[] = [];
  for (let index = 0; index < alone; index++) medians.push(median(await measured(`function-${index}`)));
  return medians;
}

/** In a process of its own: the heap of the load would only be noise. */
async function memory(): Promise<Memory> {
  const child = spawn(process.execPath, ['--expose-gc', import.meta.filename, '--memory'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = await text(child.stdout);
  if (child.exitCode === null) await once(child, 'exit');
  const value: unknown = JSON.parse(output);
  if (isMemory(value)) return value;
  throw new BenchError(`no memory figures: ${output.slice(0, 200)}`);
}

function isMemory(value: unknown): value is Memory {
  return typeof value === 'object' && value !== null && 'waitingBytes' in value && 'evictedBytes' in value;
}
