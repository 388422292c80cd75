import type { JsonObject } from '@batonhq/core';
import type { SeededRandom } from '@batonhq/testing/core';

/** One task of a random workflow. */
export interface RandomTask {
  readonly name: string;
  /** Which kind of work it is: kinds differ in how long they take. */
  readonly kind: number;
  readonly after: readonly number[];
  /** What it takes in the end, in milliseconds: about what its kind takes. */
  readonly duration: number;
}

/** How many kinds of work there are. */
export const kinds = 40;

/** Mean durations of the kinds: most of them from one second to ten. */
export function randomKinds(random: SeededRandom): readonly number[] {
  return Array.from({ length: kinds }, () => 3_000 * Math.exp(0.8 * normal(random)));
}

/**
 * A graph of 150 to 300 tasks in 4 to 10 layers, each after one to four of the two layers before it. What tasks of one
 * kind take differs by a fifth.
 */
export function randomWorkflow(random: SeededRandom, means: readonly number[]): readonly RandomTask[] {
  const size = random.between(150, 300);
  const layers = random.between(4, 10);
  const layerOf = Array.from({ length: size }, (_, index) => (index < layers ? index : random.below(layers))).sort(
    (left, right) => left - right,
  );
  return layerOf.map((layer, index) => {
    const before = layerOf.flatMap((other, at) => (other < layer && other >= layer - 2 ? [at] : []));
    const wanted = layer === 0 ? 0 : random.between(1, 4);
    const kind = random.below(kinds);
    return {
      name: `t${index}`,
      kind,
      after: random
        .shuffle(before)
        .slice(0, wanted)
        .toSorted((left, right) => left - right),
      duration: Math.max(1, Math.round((means[kind] ?? 1) * Math.exp(0.2 * normal(random)))),
    };
  });
}

/** The longer of the critical path and of all the work spread evenly: no order can do better. */
export function lowerBound(tasks: readonly RandomTask[], places: number): number {
  return Math.max(criticalPath(tasks), tasks.reduce((sum, { duration }) => sum + duration, 0) / places);
}

function criticalPath(tasks: readonly RandomTask[]): number {
  const ends = new Float64Array(tasks.length);
  tasks.forEach(({ after, duration }, index) => {
    ends[index] = duration + Math.max(0, ...after.map((one) => ends[one] ?? 0));
  });
  return Math.max(...ends);
}

/** Every task begins the moment what it comes after has ended. */
export function asGraph(name: string, tasks: readonly RandomTask[]): JsonObject {
  return definitionOf(name, [{ graph: { fork: { branches: tasks.map((task) => branch(task, tasks)) } } }]);
}

/** Tasks of one level begin together, when all of the level before have ended. */
export function asLevels(name: string, tasks: readonly RandomTask[]): JsonObject {
  const levels: RandomTask[][] = [];
  const levelOf: number[] = [];
  for (const task of tasks) {
    const level = Math.max(0, ...task.after.map((one) => (levelOf[one] ?? 0) + 1));
    levelOf.push(level);
    (levels[level] ??= []).push(task);
  }
  return definitionOf(
    name,
    levels.map((level, index) => ({
      [`level${index}`]: { fork: { branches: level.map((task) => branch(task, [])) } },
    })),
  );
}

function branch({ name, kind, after, duration }: RandomTask, tasks: readonly RandomTask[]): JsonObject {
  const names = after.flatMap((one) => tasks[one]?.name ?? []);
  return {
    [name]: {
      call: `work-${kind}`,
      with: { milliseconds: duration },
      ...(names.length > 0 && { metadata: { after: names } }),
    },
  };
}

function definitionOf(name: string, tasks: readonly JsonObject[]): JsonObject {
  return { document: { dsl: '1.0.3', namespace: 'bench', name, version: '1.0.0' }, do: [...tasks] };
}

/** Of the standard normal distribution. */
function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
