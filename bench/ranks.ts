/**
 * How well places are used: random workflows with fewer places than tasks that could begin, on the real engine.
 *
 *   node bench/ranks.ts [--workflows 60] [--places 16] [--seed 7] [--quick]
 *
 * The journal is in memory and time is simulated, so what is measured is the order alone: the makespan against the longer
 * of the critical path and of all the work spread evenly over the places. Ours goes by ranks, with durations learned from other
 * workflows that were carried out before; beside it, in the same go, the same graphs first come first served (`arrival`), and with
 * a barrier after each level (`levels`). The measurement goes to stdout, and more of it to stderr.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { JsonObject } from '@batonhq/core';
import { createEngine, type Engine, type StepOrdering } from '@batonhq/engine';
import { SimulatedClock, SimulatedDisk } from '@batonhq/testing';
import { SeededRandom } from '@batonhq/testing/core';
import { BenchError } from './bench-error.ts';
import { median, printMeasurement, rounded, type Measurement } from './measurement.ts';
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
    workflows: { type: 'string' },
    places: { type: 'string', default: '16' },
    seed: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
  },
});
const workflows = countOf(values.workflows ?? (values.quick ? '10' : '60'));
const places = countOf(values.places);
const seed = countOf(values.seed);

/** Workflows that are carried out before it counts, to learn from. */
const rehearsals = 5;
/** Turns of the event loop in which everything happens that needs no time to pass. */
const turns = 6;

const random = new SeededRandom(seed);
const means = randomKinds(random);
const rehearsed = Array.from({ length: rehearsals }, () => randomWorkflow(random, means));
const measured = Array.from({ length: workflows }, () => randomWorkflow(random, means));

const ranks = await measurementOf('ranks', { ordering: 'rank', definitionOf: asGraph });
const arrival = await measurementOf('arrival', { ordering: 'arrival', definitionOf: asGraph });
const levels = await measurementOf('levels', { ordering: 'arrival', definitionOf: asLevels });
printMeasurement({ ...ranks, beside: [arrival, levels] });

interface Way {
  readonly ordering: StepOrdering;
  readonly definitionOf: (name: string, tasks: readonly RandomTask[]) => JsonObject;
}

async function measurementOf(system: string, way: Way): Promise<Measurement> {
  const ratios = await ratiosOf(way);
  const extra = { median: rounded(median(ratios)), worst: rounded(Math.max(...ratios)) };
  const placesRatio = rounded(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
  console.error(`${system}: mean ${placesRatio}, median ${extra.median}, worst ${extra.worst}`);
  const notes = [`${workflows} random workflows of 150 to 300 tasks, ${places} places, simulated time`];
  return { system, versions: { node: process.versions.node }, notes, placesRatio, extra };
}

/** The makespan of each workflow against its lower bound, carried out one after the other. */
async function ratiosOf({ ordering, definitionOf }: Way): Promise<readonly number[]> {
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

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new BenchError(`not a count: ${text}`);
  return count;
}
