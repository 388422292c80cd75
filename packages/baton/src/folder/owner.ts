import type { Journal, Recorded } from '@batonhq/core';
import { createEngine, type Engine, type EngineOptions, type FunctionDefinition } from '@batonhq/engine';
import type { Commanding, Reading } from './doors.ts';
import { journalReading } from './journal-reading.ts';

/** What an owner is made of. */
export type OwnerOptions = Omit<EngineOptions, 'journal' | 'functions'>;

/**
 * The owner of a folder, before and after its engine runs.
 *
 * Until `start` the journal is open and nothing moves: functions are collected, and reading is answered from the
 * journal. The first command starts the engine too, because a command needs somebody who decides on it.
 */
export class Owner {
  readonly #journal: Journal;
  readonly #options: OwnerOptions;
  readonly #functions: FunctionDefinition[] = [];
  readonly #resting: Reading;
  #starting: Promise<Engine> | null = null;
  #engine: Engine | null = null;
  #closing: Promise<void> | null = null;

  constructor(journal: Journal, options: OwnerOptions) {
    this.#journal = journal;
    this.#options = options;
    this.#resting = journalReading(journal);
  }

  register(definition: FunctionDefinition): void {
    if (this.#starting === null) this.#functions.push(definition);
    else if (this.#engine !== null) this.#engine.register(definition);
    else void this.#starting.then((engine) => engine.register(definition));
  }

  /** Lets everything that is unfinished go on. */
  start(): Promise<Engine> {
    this.#starting ??= this.#begin();
    return this.#starting;
  }

  /** What can be asked of it. */
  get door(): Commanding {
    return {
      define: async (definition) => (await this.start()).define(definition),
      start: async (request) => (await this.start()).start(request),
      signal: async (id, message) => (await this.start()).signal(id, message),
      pause: async (id, by) => (await this.start()).pause(id, by),
      resume: async (id, by) => (await this.start()).resume(id, by),
      cancel: async (id, by) => (await this.start()).cancel(id, by),
      settle: async (id, step, settlement) => (await this.start()).settle(id, step, settlement),
      result: async (id, signal) => (await this.start()).result(id, signal),
      details: (id) => this.#reading.details(id),
      list: (filter) => this.#reading.list(filter),
      events: (id, after) => this.#events(id, after),
    };
  }

  close(grace?: number): Promise<void> {
    this.#closing ??= this.#end(grace);
    return this.#closing;
  }

  get #reading(): Reading {
    return this.#engine ?? this.#resting;
  }

  /** Live events come from an engine only. */
  async *#events(...[id, after]: Parameters<Engine['events']>): AsyncGenerator<Recorded, void> {
    yield* (await this.start()).events(id, after);
  }

  async #begin(): Promise<Engine> {
    this.#engine = await createEngine({ ...this.#options, journal: this.#journal, functions: this.#functions });
    return this.#engine;
  }

  async #end(grace: number | undefined): Promise<void> {
    const engine = await this.#starting?.catch(() => null);
    if (engine === null || engine === undefined) await this.#journal.close();
    else await engine.close(grace);
  }
}
