import type { Commit, Evaluator, StreamJournal } from '@batonhq/core';
import { createEngine, type Engine, type Limits } from '@batonhq/engine';
import { thriftyBudgets } from './budget-checks.ts';
import { simulatedFunctions } from './functions.ts';
import { someLimits } from './limit-checks.ts';
import { Outside, type OutsideFaults } from './outside.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedDisk } from '../memory-journal/simulated-disk.ts';
import type { SeededRandom } from '../random/seeded-random.ts';
import type { SimulatedClock } from '../time/simulated-clock.ts';
import { randomBasis, randomReplan } from './random-plan.ts';
import { ProcessClock } from './process-clock.ts';

/** What a process needs of the world around it. */
export interface ProcessWorld {
  readonly random: SeededRandom;
  readonly clock: SimulatedClock;
  readonly ledger: Ledger;
  readonly disk: SimulatedDisk;
  readonly evaluator: Evaluator;
  readonly limits: Partial<Limits>;
  readonly faults: OutsideFaults;
  readonly isThrifty: boolean;
  readonly isLimited: boolean;
  readonly isPlanning: boolean;
  effectBegan(key: string): void;
  effectHung(key: string): void;
  committing(commit: Commit, process: number): () => void;
  newId(): string;
  engineFailed(process: SimulatedProcess, error: unknown): void;
  engineWarned(process: SimulatedProcess, error: unknown, execution?: string): void;
}

/** One life of the engine: from a boot to a crash. */
export class SimulatedProcess {
  readonly clock: ProcessClock;
  /** Null until it welcomes commands. */
  engine: Engine | null = null;

  constructor(world: ProcessWorld, number: number) {
    this.clock = new ProcessClock(world.clock);
    const random = world.random.branch();
    const outside = new Outside({
      clock: this.clock,
      ledger: world.ledger,
      random,
      isThrifty: world.isThrifty,
      faults: () => world.faults,
      began: (key) => world.effectBegan(key),
      hung: (key) => world.effectHung(key),
    });
    createEngine({
      journal: watched(world.disk.open(), (commit) => world.committing(commit, number)),
      clock: this.clock,
      evaluator: world.evaluator,
      functions: simulatedFunctions(outside, random),
      newId: () => world.newId(),
      limits: world.limits,
      budgets: world.isThrifty ? thriftyBudgets : {},
      callLimits: world.isLimited ? someLimits : [],
      ...(world.isPlanning && { replan: randomReplan(random.branch()), basis: randomBasis(random.branch()) }),
      onFatal: (error) => world.engineFailed(this, error),
      onWarning: (error, execution) => world.engineWarned(this, error, execution),
    }).then(
      (engine) => {
        this.engine = engine;
      },
      (error: unknown) => world.engineFailed(this, error),
    );
  }

  get isAlive(): boolean {
    return this.clock.isAlive;
  }

  kill(): void {
    this.clock.kill();
    this.engine = null;
  }
}

/** A journal that shows every commit before it is made. */
function watched(journal: StreamJournal, see: (commit: Commit) => () => void): StreamJournal {
  return {
    commit(commit) {
      const durable = see(commit);
      const done = journal.commit(commit);
      done.then(durable, () => undefined);
      return done;
    },
    load: (execution) => journal.load(execution),
    read: (execution, after) => journal.read(execution, after),
    readAll: (after) => journal.readAll(after),
    unfinished: () => journal.unfinished(),
    dueTimers: (until, limit) => journal.dueTimers(until, limit),
    nextTimer: () => journal.nextTimer(),
    listeners: (type) => journal.listeners(type),
    view: (execution) => journal.view(execution),
    list: (filter) => journal.list(filter),
    countByPhase: () => journal.countByPhase(),
    findByIdempotencyKey: (tenant, key) => journal.findByIdempotencyKey(tenant, key),
    keep: (entry) => journal.keep(entry),
    publish: (entry) => journal.publish(entry),
    streams: journal.streams,
    definition: (hash) => journal.definition(hash),
    findDefinition: (name) => journal.findDefinition(name),
    published: () => journal.published(),
    close: () => journal.close(),
  };
}
