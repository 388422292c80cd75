/**
 * How long it takes when very much is due at the same moment, and whether others get their turn meanwhile.
 *
 *   node bench/due.ts [--count 10000]
 *
 * Two loads on the embedded engine, journal on the working disk: executions that wait for the same instant, and schedules
 * whose occurrences come at the same instant. Time is simulated up to that instant; everything after it is real. While
 * the load is worked off, other executions are started one after the other, and it is measured how long each takes.
 */
import { parseArgs } from 'node:util';
import { createEngine, openSqliteJournal, type Engine } from '@batonhq/engine';
import type { JsonObject } from '@batonhq/core';
import { ShiftedClock } from './baton/shifted-clock.ts';
import { BenchError } from './bench-error.ts';
import { median } from './measurement.ts';
import { workFolder } from './work-folder.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '10000' } } });
const count = Number(values.count);
if (!Number.isSafeInteger(count) || count < 1) throw new BenchError(`not a count: ${values.count}`);

const hour = 3_600_000;
const atOnce = 250;

const document = (name: string): JsonObject => ({ dsl: '1.0.3', namespace: 'bench', name, version: '1.0.0' });
const napping: JsonObject = { document: document('nap'), do: [{ nap: { wait: { hours: 1 } } }] };
const passing: JsonObject = { document: document('pass'), do: [{ note: { set: { passed: true } } }] };
const scheduled = (name: string): JsonObject => ({
  document: document(name),
  schedule: { cron: '0 * * * *' },
  do: [{ note: { set: { started: true } } }],
});

console.log(JSON.stringify({ count, waits: await measure(waits), schedules: await measure(schedules) }, null, 2));

/** Puts a load on an engine; what it gives says whether all of it is done. */
type Load = (engine: Engine) => Promise<() => Promise<boolean>>;

/** Executions that all wait for one instant. */
async function waits(engine: Engine): ReturnType<Load> {
  await inGroups(async (index) => void (await engine.start({ definition: napping, id: `nap-${index}` })));
  return async () => (await engine.list({ name: 'nap', phases: ['completed'], limit: count })).length === count;
}

/** Schedules that all start an execution at one instant. */
async function schedules(engine: Engine): ReturnType<Load> {
  await inGroups(async (index) => void (await engine.define(scheduled(`every-hour-${index}`))));
  return async () => {
    const done = await engine.list({ phases: ['completed'], limit: 100 * count });
    return done.filter(({ definition: { name } }) => name.startsWith('every-hour')).length === count;
  };
}

async function measure(load: Load): Promise<Readonly<Record<string, number>>> {
  using folder = workFolder('due');
  const clock = new ShiftedClock();
  const engine = await createEngine({ journal: openSqliteJournal({ directory: folder.path }), clock });
  try {
    const prepared = performance.now();
    const isDone = await load(engine);
    const begun = performance.now();
    clock.shift(hour);
    const latencies: number[] = [];
    do latencies.push(...(await others(engine)));
    while (!(await isDone()));
    return {
      'ms to prepare': Math.round(begun - prepared),
      'ms until all were done': Math.round(performance.now() - begun),
      'others meanwhile': latencies.length,
      'ms of one of them, median': Math.round(median(latencies)),
      'ms of one of them, longest': Math.round(Math.max(...latencies)),
    };
  } finally {
    await engine.close();
  }
}

/** A few executions that have nothing to do with it, one after the other. */
async function others(engine: Engine): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < 5; index += 1) {
    const begun = performance.now();
    await engine.result(await engine.start({ definition: passing }));
    latencies.push(performance.now() - begun);
  }
  return latencies;
}

async function inGroups(work: (index: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => work(from + index)));
}
