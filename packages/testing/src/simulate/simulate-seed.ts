import { createHash } from 'node:crypto';
import type { JsonObject } from '@batonhq/core';
import type { Seed } from '../random/seeded-random.ts';
import { Chaos } from './chaos.ts';
import type { Violation } from './effect-checks.ts';
import { Examination } from './examination.ts';
import { Healing } from './healing.ts';
import { People } from './people.ts';
import { progressOf, type Progress } from './progress.ts';
import { randomDefinition } from './random-definition.ts';
import { randomPlan } from './random-plan.ts';
import { SmallWorld, type Tell } from './small-world.ts';
import { storedExecutions } from './stored-executions.ts';

/** What became of one seed. */
export interface SeedReport {
  readonly seed: Seed;
  readonly violations: readonly Violation[];
  readonly progress: Progress;
  /** A hash over all that was written: the same seed writes the same, everywhere and always. */
  readonly fingerprint: string;
}

const signals = ['go', 'stop', 'paid'] as const;

/** Acts between two examinations while anything may happen. */
const actsBetween = 40;

/**
 * Plays one seed: random programs on the real core and the real engine, with a disk, a clock, effects and people that
 * do anything; then the world is healed, and everything must come to an end.
 *
 * The same seed plays the same way on every machine. `tell` is told line by line what happens.
 */
export async function simulateSeed(seed: Seed, tell?: Tell): Promise<SeedReport> {
  return new Simulation(seed, tell).play();
}

class Simulation {
  readonly #seed: Seed;
  readonly #world: SmallWorld;
  readonly #people: People;
  readonly #examination: Examination;
  readonly #chaos: Chaos;
  readonly #healing: Healing;
  #snapshots = 0;

  constructor(seed: Seed, tell: Tell | undefined) {
    this.#seed = seed;
    const world = new SmallWorld(seed, tell);
    const hasLocks = seed % 6 === 4;
    const parts = {
      world,
      people: new People(world, signals),
      definitions: write(world, { hasLocks, isPlanning: world.isPlanning }),
    };
    this.#world = world;
    this.#people = parts.people;
    this.#examination = new Examination(world);
    this.#chaos = new Chaos(parts, seed);
    this.#healing = new Healing(parts);
  }

  async play(): Promise<SeedReport> {
    try {
      await this.#anything();
      if (this.#isSound) await this.#healing.heal();
      this.#examine();
    } catch (error) {
      this.#world.violated(`it broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const { disk, violations } = this.#world;
    const progress = progressOf(this.#world, storedExecutions(disk.durable), this.#snapshots);
    this.#world.process.kill();
    return { seed: this.#seed, violations, progress, fingerprint: this.#fingerprint() };
  }

  get #isSound(): boolean {
    return this.#world.violations.length === 0;
  }

  /** Safety: whatever happens, nothing may be wrong on the disk. */
  async #anything(): Promise<void> {
    const acts = this.#world.random.between(60, 220);
    for (let act = 1; act <= acts && this.#isSound; act += 1) {
      await this.#chaos.act();
      await this.#world.turn();
      if (act % actsBetween === 0) this.#examine();
    }
    this.#examine();
  }

  #examine(): void {
    const streams = [...this.#world.disk.durable.streams.values()];
    this.#snapshots += streams.filter(({ snapshot }) => snapshot !== null).length;
    this.#examination.examine(this.#people.acknowledged);
  }

  #fingerprint(): string {
    const hash = createHash('sha256');
    for (const { stream, index } of this.#world.disk.durable.log)
      hash.update(JSON.stringify([stream.execution, stream.events[index]]));
    return hash.digest('hex');
  }
}

/** What the programs of a seed are like. */
interface Written {
  readonly hasLocks: boolean;
  readonly isPlanning: boolean;
}

/**
 * Small definitions that call no other, then larger ones that may. Some seeds have locks; in the others the programs are
 * what they would be without them.
 */
function write({ random: source }: SmallWorld, { hasLocks, isPlanning }: Written): readonly JsonObject[] {
  const random = source.branch();
  const locks = (...keys: string[]): string[] => (hasLocks ? keys : []);
  const leaf = randomDefinition(random, 'leaf', { size: 3, signals, workflows: [], locks: locks('last') });
  const child = randomDefinition(random, 'child', { size: 5, signals, workflows: ['leaf'], locks: locks('third') });
  if (isPlanning) return [leaf, child, randomPlan(random, 'main')];
  const size = random.between(3, 16);
  const workflows = ['leaf', 'child'];
  return [leaf, child, randomDefinition(random, 'main', { size, signals, workflows, locks: locks('first', 'second') })];
}
