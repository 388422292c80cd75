import type { JsonObject } from '@batonhq/core';
import type { Seed } from '../random/seeded-random.ts';
import type { People } from './people.ts';
import { isRefusal } from './refusals.ts';
import type { SmallWorld } from './small-world.ts';

const day = 24 * 3_600_000;

/** Executions that are started from outside at most, so that a seed stays short. */
const mostStarts = 5;

/** Turns that a process which was told to end has for it, before it is killed. */
const grace = 25;

/** Lets anything happen to a world: the next act is always a matter of chance, and of nothing else. */
export class Chaos {
  readonly #world: SmallWorld;
  readonly #people: People;
  /** Small definitions first, the largest last. */
  readonly #definitions: readonly JsonObject[];
  /** The wall clock is set in some seeds only: in the others no event may be from the future. */
  readonly #mayJump: boolean;

  constructor(
    parts: { readonly world: SmallWorld; readonly people: People; readonly definitions: readonly JsonObject[] },
    seed: Seed,
  ) {
    this.#world = parts.world;
    this.#people = parts.people;
    this.#definitions = parts.definitions;
    this.#mayJump = seed % 4 === 0;
  }

  async act(): Promise<void> {
    const { random, clock, disk } = this.#world;
    const what = random.below(200);
    if (what < 80) this.#world.flush();
    else if (what < 120) clock.fireNext();
    else if (what < 132) clock.advance(random.pick([1, 50, 3_000, day]));
    else if (what < 160) this.#people.act();
    else if (what < 180) this.#startSomething();
    else if (what < 186) await this.crash();
    else if (what < 190) this.#jump();
    else if (what < 192) this.#world.fill(true);
    else if (what < 193) await this.#breakDisk();
    else if (what < 194) await this.#drain();
    else if (disk.isFull && what < 198) this.#world.fill(false);
  }

  /** The process dies, and another one takes over; sometimes much later. */
  async crash(): Promise<void> {
    const { random, clock } = this.#world;
    this.#world.crash(random.pick(['lost', 'kept']));
    for (let turns = random.below(3); turns > 0; turns -= 1) await this.#world.turn();
    if (random.chance(0.3)) clock.advance(random.pick([1_000, day, 50 * day]));
    this.#world.restart();
  }

  /** The process notices that a sync failed and gives up, or dies before it does. */
  async #breakDisk(): Promise<void> {
    const { random } = this.#world;
    this.#world.breakDisk(random.pick(['lost', 'kept']));
    for (let turns = random.below(4); turns > 0; turns -= 1) {
      this.#people.act();
      await this.#world.turn();
    }
    await this.crash();
  }

  /** The process is told to end: it begins nothing new, finishes what it can, and is killed when that takes too long. */
  async #drain(): Promise<void> {
    const { engine } = this.#world.process;
    if (engine === null) return;
    this.#world.done.drains += 1;
    this.#world.tell(() => `process ${this.#world.lives} is told to end`);
    let hasEnded = false;
    let isDead = false;
    engine.close(this.#world.random.pick([0, 20, 10_000])).then(
      () => (hasEnded = true),
      (error: unknown) => {
        // One that dies while it closes learns that its journal is gone, and nobody hears what it has to say.
        if (!isDead) this.#world.violated(`the engine did not close: ${String(error)}`);
      },
    );
    for (let turns = 0; turns < grace && !hasEnded; turns += 1) {
      this.#world.flush();
      await this.#world.turn();
      this.#world.clock.fireNext();
    }
    isDead = true;
    await this.crash();
  }

  /** Publishes a definition or starts an execution; sometimes under a key that was used before. */
  #startSomething(): void {
    const { random, process } = this.#world;
    const { engine } = process;
    const definition = random.chance(0.6) ? this.#definitions.at(-1) : random.pick(this.#definitions);
    if (engine === null || definition === undefined) return;
    if (random.chance(0.3)) this.#ignore(engine.define(random.pick(this.#definitions) ?? definition));
    if (this.#world.disk.durable.streams.size >= mostStarts) return;
    const key = random.chance(0.3) ? { idempotencyKey: `key-${random.below(3)}` } : {};
    this.#ignore(engine.start({ definition, input: { n: 1 }, ...key }).then((id) => this.#people.started(id)));
  }

  /** Refusals (another input under the same key) are no matter here; what was acknowledged is checked elsewhere. */
  #ignore(work: Promise<unknown>): void {
    const { process } = this.#world;
    work.catch((error: unknown) => {
      if (process.isAlive && !isRefusal(error)) this.#world.violated(`a start failed: ${String(error)}`);
    });
  }

  #jump(): void {
    if (this.#mayJump) this.#world.jump(this.#world.random.pick([1_000, -1_000, day, -day, 365 * day, -365 * day]));
  }
}
