import { JournalFailedError, type Commit, type Evaluator } from '@batonhq/core';
import type { Limits } from '@batonhq/engine';
import { smallEvaluator } from '../expression/small-evaluator.ts';
import { SimulatedDisk, type TornGroup } from '../memory-journal/simulated-disk.ts';
import { SeededRandom, type Seed } from '../random/seeded-random.ts';
import { SimulatedClock } from '../time/simulated-clock.ts';
import { isThrifty } from './budget-checks.ts';
import { isUnapproved } from './approval-checks.ts';
import { claimsIn, executionOfKey, keyOfStep } from './claims.ts';
import type { Violation } from './effect-checks.ts';
import { Ledger } from './ledger.ts';
import { isLimited } from './limit-checks.ts';
import { isOfPlanner, isPlanning } from './random-plan.ts';
import type { OutsideFaults } from './outside.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { eventsOf } from './stored-executions.ts';
import { TimerWatch } from './timer-watch.ts';

/** Compiled expressions are the same in every world. */
const evaluator = smallEvaluator();

/** Somebody who is told line by line what happens. */
export type Tell = (line: string) => void;

function nobody(): void {}

/** A disk, a clock, a bank, and one process after the other: everything that a seed decides about. */
export class SmallWorld {
  readonly random: SeededRandom;
  readonly clock = new SimulatedClock();
  readonly ledger = new Ledger();
  readonly disk: SimulatedDisk;
  readonly evaluator: Evaluator = evaluator;
  readonly limits: Partial<Limits>;
  /** Steps cost something, and there are budgets. */
  readonly isThrifty: boolean;
  /** The main program is a plan that is revised. */
  readonly isPlanning: boolean;
  /** Some functions are limited. */
  readonly isLimited: boolean;
  readonly violations: Violation[] = [];
  readonly #watch = new TimerWatch(this.clock);
  /** Probabilities of failing effects. */
  faults: OutsideFaults;
  process: SimulatedProcess;
  /** Processes so far. */
  lives = 0;
  /** What was done to it, by name. */
  readonly done = { jumps: 0, fullDisks: 0, failedDisks: 0, hangs: 0, drains: 0 };
  /** True when an effect of this process will never answer. */
  waitsForever = false;
  #ids = 0;
  #isDiskBroken = false;
  #told = 0;
  readonly #tell: Tell;

  constructor(seed: Seed, tell: Tell = nobody) {
    this.#tell = tell;
    this.isThrifty = isThrifty(seed);
    this.isPlanning = isPlanning(seed);
    this.isLimited = isLimited(seed);
    this.random = new SeededRandom(seed);
    this.disk = new SimulatedDisk({ onWaiting: () => undefined });
    this.faults = {
      refused: this.random.pick([0, 0.1, 0.3]),
      lostAnswer: this.random.pick([0, 0.1]),
      hang: this.random.pick([0, 0, 0.05]),
    };
    this.limits = {
      performing: this.random.pick([1, 2, 1_000]),
      idle: this.random.pick([1, 2_000]),
      resting: this.random.pick([1, 2_000]),
    };
    this.process = this.#boot();
  }

  newId(): string {
    this.#ids += 1;
    return `e${this.#ids}`;
  }

  /** One turn of the event loop: everything that can go on without time passing or writes becoming durable. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  /** Says what happens, to whoever watches. */
  tell(what: () => string): void {
    if (this.#tell !== nobody) this.#tell(`${clockFace(this.clock.monotonic())}  ${what()}`);
  }

  /** Makes what waits durable. */
  flush(): void {
    this.disk.flush();
    this.#tellDurable();
  }

  /** There is no room on the disk any more, or there is again. */
  fill(isFull: boolean): void {
    if (isFull === this.disk.isFull) return;
    if (isFull) this.done.fullDisks += 1;
    this.tell(() => (isFull ? 'the disk is full' : 'there is room on the disk again'));
    this.disk.isFull = isFull;
  }

  /** A sync fails. */
  breakDisk(group: TornGroup): void {
    this.#isDiskBroken = true;
    this.done.failedDisks += 1;
    this.tell(() => `a sync fails; what was being written is ${group}`);
    this.disk.fail(group);
    this.#tellDurable();
  }

  /** The process dies, and with it everything that is not durable. */
  crash(group: TornGroup): void {
    this.tell(() => `process ${this.lives} dies; what it was writing is ${group}`);
    this.process.kill();
    this.disk.crash(group);
    this.#isDiskBroken = false;
    this.waitsForever = false;
    this.clock.clear();
    this.#tellDurable();
  }

  /** The next process takes over. */
  restart(): void {
    this.process = this.#boot();
  }

  /** Somebody sets the wall clock. */
  jump(by: number): void {
    this.tell(() => `somebody sets the clock by ${by} ms`);
    this.done.jumps += 1;
    this.clock.jump(by);
    this.#watch.jumped(by);
  }

  violated(violation: Violation): void {
    if (this.violations.includes(violation)) return;
    this.violations.push(violation);
    this.tell(() => `VIOLATION ${violation}`);
  }

  /** A process is about to commit; what it gives is called when that is durable. */
  committing(commit: Commit, process: number): () => void {
    const judge = this.#watch.see(commit, process);
    return () => {
      for (const violation of judge()) this.violated(violation);
    };
  }

  /** The code of an effect begins: its attempt must have been counted, durably, before. */
  effectBegan(key: string): void {
    const execution = executionOfKey(key);
    const events = eventsOf(this.disk.durable, execution);
    const claims = claimsIn(events).filter(({ step }) => keyOfStep(execution, step) === key);
    if (isUnapproved(execution, key, events))
      this.violated(`I10 ${execution}: effect ${key} began, which nobody approved`);
    const begun = this.ledger.begin(key);
    this.tell(() => `effect ${key} begins`);
    if (begun > claims.length)
      this.violated(`I2 ${execution}: effect ${key} began ${begun} times after ${claims.length} durable claims`);
  }

  effectHung(key: string): void {
    this.done.hangs += 1;
    this.waitsForever = true;
    this.tell(() => `effect ${key} will never answer`);
  }

  /** After a failed sync an engine must give up; without one it must not. */
  engineFailed(process: SimulatedProcess, error: unknown): void {
    if (process.isAlive && !this.#isDiskBroken) this.violated(`the engine failed: ${text(error)}`);
  }

  /** Nothing in a healthy world deserves a warning. */
  engineWarned(process: SimulatedProcess, error: unknown, execution?: string): void {
    if (process.isAlive && !(error instanceof JournalFailedError) && !isOfPlanner(error))
      this.violated(`the engine warned of ${execution}: ${text(error)}`);
  }

  #tellDurable(): void {
    if (this.#tell === nobody) return;
    const { log } = this.disk.durable;
    for (; this.#told < log.length; this.#told += 1) {
      const entry = log[this.#told];
      const event = entry?.stream.events[entry.index];
      if (event !== undefined)
        this.tell(() => `${entry?.stream.execution} ${event.seq} ${event.kind} ${event.subject} ${event.fields}`);
    }
  }

  #boot(): SimulatedProcess {
    this.lives += 1;
    this.tell(() => `process ${this.lives} starts`);
    return new SimulatedProcess(this, this.lives);
  }
}

/** Simulated seconds since the beginning, with milliseconds. */
function clockFace(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3).padStart(14);
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
