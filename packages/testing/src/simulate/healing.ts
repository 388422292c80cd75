import type { JsonObject } from '@batonhq/core';
import type { Engine } from '@batonhq/engine';
import { checkClosed } from './budget-checks.ts';
import { ghostFunction } from './functions.ts';
import { checkLimitsAreFree } from './limit-checks.ts';
import { checkLocksAreFree } from './lock-checks.ts';
import { faultless } from './outside.ts';
import type { People } from './people.ts';
import type { SmallWorld } from './small-world.ts';

const day = 24 * 3_600_000;

/** Rounds after which a healed world that has not come to its end never will. */
const patience = 1_500;

/** Every so many rounds a whole day passes: who sleeps for weeks is not waited for timer by timer. */
const roundsBetweenDays = 10;

/** Flushes in a row with nothing to write before a world counts as quiet. */
const quietTurns = 4;

/** Liveness: nothing goes wrong any more, people do what they are asked for, time passes; everything must end. */
export class Healing {
  readonly #world: SmallWorld;
  readonly #people: People;
  readonly #definitions: readonly JsonObject[];
  /** The engine that was given what had been missing. */
  #provided: Engine | null = null;

  constructor(parts: {
    readonly world: SmallWorld;
    readonly people: People;
    readonly definitions: readonly JsonObject[];
  }) {
    this.#world = parts.world;
    this.#people = parts.people;
    this.#definitions = parts.definitions;
  }

  /** Comes to its end when every execution has, or reports those that never will. */
  async heal(): Promise<void> {
    this.#world.faults = faultless;
    this.#world.fill(false);
    this.#restart();
    for (let round = 0; round < patience; round += 1) {
      if (this.#world.violations.length > 0 || (await this.#hasEnded(round))) return;
    }
    await this.#reportStuck();
  }

  /** Also a process that lives on must come to its end, unless it waits for an answer that never comes. */
  #restart(): void {
    const { random, process } = this.#world;
    if (process.engine !== null && !this.#world.waitsForever && random.chance(0.5)) return;
    this.#world.crash(random.pick(['lost', 'kept']));
    this.#world.restart();
  }

  /** Lets everything go on that can; then helps, then lets time pass. True once every execution has ended. */
  async #hasEnded(round: number): Promise<boolean> {
    const { clock, process } = this.#world;
    await this.#settle();
    const { engine } = process;
    if (engine === null) return false;
    await this.#provide(engine);
    const open = this.#openExecutions();
    if (open.length === 0) {
      // What a full disk refused to write is tried again a second later.
      const { disk, isThrifty, waitsForever } = this.#world;
      const unclosed = isThrifty && !waitsForever ? checkClosed(disk.durable.facts) : [];
      const taken = [...checkLocksAreFree(disk.durable), ...checkLimitsAreFree(disk.durable), ...unclosed];
      if (taken.length > 0 && round < patience / 2 && clock.fireNext()) return false;
      for (const violation of taken) this.#world.violated(violation);
      return true;
    }
    let helped = false;
    for (const execution of open) helped = (await this.#people.help(engine, execution)) || helped;
    await this.#settle();
    const isNewDay = round % roundsBetweenDays === roundsBetweenDays - 1;
    // A clock that was set back by a year before a restart makes a timer a year late: it gets the time.
    const step = round < patience / 2 ? day : 30 * day;
    if (isNewDay || (!clock.fireNext() && !helped)) clock.advance(step);
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
    for (let quiet = 0; quiet < quietTurns; quiet += 1) {
      await this.#world.turn();
      if (this.#world.disk.waiting > 0) quiet = -1;
      this.#world.flush();
    }
  }

  #openExecutions(): readonly string[] {
    const rows = [...this.#world.disk.durable.streams.values()].map((stream) => stream.readView());
    return rows.flatMap((row) => (row?.endedAt === null ? [row.id] : []));
  }

  async #reportStuck(): Promise<void> {
    const { engine } = this.#world.process;
    for (const execution of this.#openExecutions()) {
      const details = await engine?.details(execution);
      this.#world.violated(`I5 ${execution} never ends; it waits for ${JSON.stringify(details?.waitingFor)}`);
    }
  }
}
