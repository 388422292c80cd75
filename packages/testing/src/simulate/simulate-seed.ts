import type { JsonObject } from '@batonhq/core';
import type { Engine } from '@batonhq/engine';
import type { Seed } from '../random/seeded-random.ts';
import type { Violation } from './effect-checks.ts';
import { Examination } from './examination.ts';
import { ghostFunction } from './functions.ts';
import { People } from './people.ts';
import { progressOf, type Progress } from './progress.ts';
import { randomDefinition } from './random-definition.ts';
import { SmallWorld, type Tell } from './small-world.ts';
import { storedExecutions } from './stored-executions.ts';

/** What became of one seed. */
export interface SeedReport {
  readonly seed: Seed;
  readonly violations: readonly Violation[];
  readonly progress: Progress;
}

const signals = ['go', 'stop', 'paid'] as const;
const day = 24 * 3_600_000;

/** Rounds after which a healed world that has not come to its end never will. */
const patience = 600;

/**
 * Plays one seed: random programs on the real core and the real engine, with a disk, a clock, effects and people that
 * do anything; then the world is healed, and everything must come to an end.
 *
 * The same seed plays the same way on every machine.
 */
export async function simulateSeed(seed: Seed, tell?: Tell): Promise<SeedReport> {
  return new Simulation(seed, tell).play();
}

class Simulation {
  readonly #seed: Seed;
  readonly #world: SmallWorld;
  readonly #people: People;
  readonly #examination: Examination;
  readonly #definitions: readonly JsonObject[];
  /** The engine that was given what had been missing. */
  #provided: Engine | null = null;
  #jumps = 0;
  #snapshots = 0;

  constructor(seed: Seed, tell: Tell | undefined) {
    this.#seed = seed;
    this.#world = new SmallWorld(seed, tell);
    this.#people = new People(this.#world, signals);
    this.#examination = new Examination(this.#world);
    this.#definitions = this.#write();
  }

  async play(): Promise<SeedReport> {
    try {
      await this.#chaos();
      await this.#heal();
    } catch (error) {
      this.#world.violated(`it broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const stored = storedExecutions(this.#world.disk.durable);
    const progress = progressOf(this.#world, stored, { jumps: this.#jumps, snapshots: this.#snapshots });
    this.#world.process.kill();
    return { seed: this.#seed, violations: this.#world.violations, progress };
  }

  /** Small definitions that call no other, then larger ones that may. */
  #write(): readonly JsonObject[] {
    const random = this.#world.random.branch();
    const leaf = randomDefinition(random, 'leaf', { size: 3, signals, workflows: [] });
    const child = randomDefinition(random, 'child', { size: 5, signals, workflows: ['leaf'] });
    const main = randomDefinition(random, 'main', {
      size: random.between(3, 16),
      signals,
      workflows: ['leaf', 'child'],
    });
    return [leaf, child, main];
  }

  /** Safety: whatever happens, nothing may be wrong on the disk. */
  async #chaos(): Promise<void> {
    const { random } = this.#world;
    const acts = random.between(60, 220);
    for (let act = 0; act < acts && this.#world.violations.length === 0; act += 1) {
      await this.#act();
      await this.#world.turn();
    }
    this.#examine();
  }

  async #act(): Promise<void> {
    const { random, clock } = this.#world;
    const what = random.below(100);
    if (what < 40) this.#world.flush();
    else if (what < 60) clock.fireNext();
    else if (what < 66) clock.advance(random.pick([1, 50, 3_000, day]));
    else if (what < 80) this.#people.act();
    else if (what < 90) this.#startSomething();
    else if (what < 93) await this.#crash();
    else if (what < 95) this.#jump();
  }

  /** Publishes a definition or starts an execution; sometimes under a key that was used before. */
  #startSomething(): void {
    const { random, process } = this.#world;
    const { engine } = process;
    const definition = random.chance(0.6) ? this.#definitions[2] : random.pick(this.#definitions);
    if (engine === null || definition === undefined) return;
    if (random.chance(0.3)) this.#ignore(engine.define(random.pick(this.#definitions) ?? definition));
    if (this.#world.disk.durable.streams.size > 4) return;
    const key = random.chance(0.3) ? { idempotencyKey: `key-${random.below(3)}` } : {};
    this.#ignore(engine.start({ definition, input: { n: 1 }, ...key }).then((id) => this.#people.started(id)));
  }

  /** Refusals (another input under the same key) are no matter here; what was acknowledged is checked elsewhere. */
  #ignore(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const known =
        error instanceof Error &&
        ['ConflictError', 'EngineClosedError', 'JournalFailedError', 'OverloadedError', 'NotFoundError'].includes(
          error.name,
        );
      if (!known && this.#world.process.isAlive) this.#world.violated(`a start failed: ${String(error)}`);
    });
  }

  async #crash(): Promise<void> {
    const { random, clock } = this.#world;
    this.#world.crash(random.pick(['lost', 'kept']));
    for (let turns = random.below(3); turns > 0; turns -= 1) await this.#world.turn();
    if (random.chance(0.5)) this.#examine();
    if (random.chance(0.3)) clock.advance(random.pick([1_000, day, 50 * day]));
    this.#world.restart();
  }

  #jump(): void {
    if (this.#seed % 4 !== 0) return;
    this.#jumps += 1;
    this.#world.jump(this.#world.random.pick([1_000, -1_000, day, -day, 365 * day, -365 * day]));
  }

  #examine(): void {
    this.#snapshots += [...this.#world.disk.durable.streams.values()].filter(
      ({ snapshot }) => snapshot !== null,
    ).length;
    this.#examination.examine(this.#people.acknowledged);
  }

  /** Liveness: nothing goes wrong any more, people do what they are asked for, time passes; everything must end. */
  async #heal(): Promise<void> {
    this.#world.faults = { refused: 0, lostAnswer: 0 };
    if (this.#world.violations.length > 0) return;
    await this.#crash();
    for (let round = 0; round < patience; round += 1) {
      if (this.#world.violations.length > 0 || (await this.#hasEnded())) break;
      if (round === patience - 1) await this.#reportStuck();
    }
    this.#examine();
  }

  /** Lets everything go on that can; then helps, then lets time pass. True once every execution has ended. */
  async #hasEnded(): Promise<boolean> {
    const { clock, process } = this.#world;
    await this.#settle();
    const engine = process.engine;
    if (engine === null) return false;
    await this.#provide(engine);
    const open = this.#openExecutions();
    if (open.length === 0) return true;
    let helped = false;
    for (const execution of open) helped = (await this.#people.help(engine, execution)) || helped;
    await this.#settle();
    if (!clock.fireNext() && !helped) clock.advance(day);
    return false;
  }

  /** What was missing is there now: a function that nobody had registered, definitions that nobody had published. */
  async #provide(engine: Engine): Promise<void> {
    if (this.#provided === engine) return;
    this.#provided = engine;
    engine.register(ghostFunction());
    const published = Promise.all(this.#definitions.map((definition) => engine.define(definition)));
    await this.#settle();
    await published;
  }

  /** Turns until nothing waits for the disk any more. */
  async #settle(): Promise<void> {
    const { disk } = this.#world;
    for (let quiet = 0; quiet < 4; quiet += 1) {
      await this.#world.turn();
      if (disk.waiting > 0) quiet = -1;
      this.#world.flush();
    }
  }

  #openExecutions(): readonly string[] {
    const rows = [...this.#world.disk.durable.streams.values()].map((stream) => stream.readView());
    return rows.flatMap((row) => (row === null || row.endedAt === null ? [row?.id ?? ''] : []));
  }

  async #reportStuck(): Promise<void> {
    const engine: Engine | null = this.#world.process.engine;
    for (const execution of this.#openExecutions()) {
      const details = await engine?.details(execution);
      this.#world.violated(`I5 ${execution} never ends; it waits for ${JSON.stringify(details?.waitingFor)}`);
    }
  }
}
