/** A plan with known durations against its critical path: whatever is above 1 is the engine's. */
import { BenchError } from '../bench-error.ts';
import { asPlan } from './definitions.ts';
import type { PlannedTask } from './definitions.ts';
import type { Bench } from './system.ts';

/** Layers of tasks that come after two of the layer before; the durations differ, so levels are no barriers. */
const layers = 6;
const width = 5;

export async function makespanRatio({ complete }: Bench): Promise<number> {
  const tasks = plan();
  await complete({
    id: 'makespan-warm',
    definition: asPlan(
      'plan-warm',
      tasks.map((task) => ({ ...task, ms: 1 })),
    ),
  });
  const start = performance.now();
  await complete({ id: 'makespan', definition: asPlan('plan', tasks) });
  return (performance.now() - start) / criticalPath(tasks);
}

function plan(): readonly PlannedTask[] {
  return Array.from({ length: layers * width }, (_, index) => {
    const layer = Math.floor(index / width);
    const before = layer === 0 ? [] : [0, 1].map((step) => nameOf((layer - 1) * width + ((index + step) % width)));
    return { name: nameOf(index), ms: 150 + ((index * 97) % 250), after: before };
  });
}

function nameOf(index: number): string {
  return `task${index}`;
}

function criticalPath(tasks: readonly PlannedTask[]): number {
  const ends = new Map<string, number>();
  for (const { name, ms, after } of tasks) {
    const starts = after.map((before) => ends.get(before) ?? unplanned(before));
    ends.set(name, ms + Math.max(0, ...starts));
  }
  return Math.max(...ends.values());
}

function unplanned(name: string): never {
  throw new BenchError(`${name} is not planned before its successors`);
}
