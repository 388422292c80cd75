/**
 * How well places are used: random workflows with fewer places than tasks that could begin, on the real engine.
 *
 *   node bench/ranks.ts [--workflows 60] [--places 16] [--seed 7] [--check]
 *
 * The journal is in memory and time is simulated, so what is measured is the order alone: the makespan against the longer
 * of the critical path and of all the work spread evenly over the places. Ours goes by ranks, with durations learned from other
 * workflows that were carried out before; beside it, in the same go, the same graphs first come first served, and with a
 * barrier after each level. With `--check` it ends with 1 when ours is more than 1.08 times the bound on the average.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { JsonObject } from '@batonhq/core';
import { createEngine, type Engine, type StepOrdering } from '@batonhq/engine';
import { SimulatedClock, SimulatedDisk } from '@batonhq/testing';
import { SeededRandom } from '@batonhq/testing/core';
import { BenchError } from './bench-error.ts';
import { percentile, rounded } from './measurement.ts';
import {
  asGraph,
  asLevels,
  kinds,
  lowerBound,
  randomKinds,
  randomWorkflow,
  type RandomTask,
} from './ranks/random-workflow.ts';

const { values } = parseArgs({
  options: {
    workflows: { type: 'string', default: '60' },
    places: { type: 'string', default: '16' },
    seed: { type: 'string', default: '7' },
    check: { type: 'boolean', default: false },
  },
});
const workflows = countOf(values.workflows);
const places = countOf(values.places);
const seed = countOf(values.seed);

const bar = 1.08;
/** Workflows that are carried out before it counts, to learn from. */
const rehearsals = 5;
/** Turns of the event loop in which everything happens that needs no time to pass. */
const turns = 6;

const random = new SeededRandom(seed);
const means = randomKinds(random);
const rehearsed = Array.from({ length: rehearsals }, () => randomWorkflow(random, means));
const measured = Array.from({ length: workflows }, () => randomWorkflow(random, means));

const ratios = {
  'by rank': await ratiosOf('rank', asGraph),
  'first come, first served': await ratiosOf('arrival', asGraph),
  'a barrier after each level': await ratiosOf('arrival', asLevels),
};
const table = Object.fromEntries(Object.entries(ratios).map(([name, of]) => [name, summaryOf(of)]));
console.log(JSON.stringify({ benchmark: 'ranks', workflows, places, seed, makespanAgainstBound: table }, null, 2));
if (values.check && mean(ratios['by rank']) > bar) {
  console.error(`by rank the mean is above ${bar}`);
  process.exitCode = 1;
}

/** The makespan of each workflow against its lower bound, carried out one after the other. */
async function ratiosOf(
  ordering: StepOrdering,
  definitionOf: (name: string, tasks: readonly RandomTask[]) => JsonObject,
): Promise<readonly number[]> {
  const clock = new SimulatedClock();
  const engine = await createEngine({
    journal: new SimulatedDisk().open(),
    clock,
    ordering,
    limits: { performing: places },
    functions: Array.from({ length: kinds }, (_, kind) => ({
      name: `work-${kind}`,
      run: (_context: unknown, input: unknown) =>
        new Promise<void>((resolve) => clock.setTimer(Number(Object(input).milliseconds), () => resolve())),
    })),
  });
  for (const [index, tasks] of rehearsed.entries())
    await makespanOf({ engine, clock, definition: definitionOf(`rehearsal-${index}`, tasks) });
  const found: number[] = [];
  for (const [index, tasks] of measured.entries()) {
    const took = await makespanOf({ engine, clock, definition: definitionOf(`random-${index}`, tasks) });
    found.push(took / lowerBound(tasks, places));
  }
  await engine.close(0);
  return found;
}

interface Carried {
  readonly engine: Engine;
  readonly clock: SimulatedClock;
  readonly definition: JsonObject;
}

/** Time passes only when nothing can happen without it. */
async function makespanOf({ engine, clock, definition }: Carried): Promise<number> {
  const id = await engine.start({ definition });
  let phase: string | null = null;
  const ended = engine.result(id).then((result) => {
    phase = result.phase;
  });
  while (phase === null) {
    for (let count = 0; count < turns; count += 1) await turn();
    if (phase === null && !clock.fireNext()) throw new BenchError(`${id} waits for nothing`);
  }
  await ended;
  const { view } = await engine.details(id);
  if (view.phase !== 'completed' || view.endedAt === null) throw new BenchError(`${id} ended as ${view.phase}`);
  return view.endedAt - view.startedAt;
}

function summaryOf(of: readonly number[]): Readonly<Record<string, number>> {
  return { mean: rounded(mean(of)), median: rounded(percentile(of, 0.5)), worst: rounded(Math.max(...of)) };
}

function mean(of: readonly number[]): number {
  return of.reduce((sum, ratio) => sum + ratio, 0) / of.length;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new BenchError(`not a count: ${text}`);
  return count;
}
