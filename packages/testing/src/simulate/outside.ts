import { fault, FaultError, type Json } from '@batonhq/core';
import type { SeededRandom } from '../random/seeded-random.ts';
import type { Ledger } from './ledger.ts';
import type { ProcessClock } from './process-clock.ts';

/** What may go wrong on the way to the other side and back. */
export interface OutsideFaults {
  /** Probability that an effect fails before it takes place. */
  readonly refused: number;
  /** Probability that an effect takes place and its answer says that it failed. */
  readonly lostAnswer: number;
  /** Probability that nothing ever comes back, whether or not the effect takes place. */
  readonly hang: number;
}

/** The world without faults. */
export const faultless: OutsideFaults = { refused: 0, lostAnswer: 0, hang: 0 };

/** What a process needs to make effects. */
export interface OutsideParts {
  readonly clock: ProcessClock;
  readonly ledger: Ledger;
  readonly random: SeededRandom;
  readonly isThrifty: boolean;
  /** What may go wrong at this moment. */
  readonly faults: () => OutsideFaults;
  /** Called when the code of an effect begins, before anything takes place. */
  readonly began: (key: string) => void;
  /** Called when an effect will never answer. */
  readonly hung: (key: string) => void;
}

const delays = [0, 0, 1, 5, 40, 300, 5_000] as const;

/** The world as one process reaches it. From a dead process nothing leaves any more. */
export class Outside {
  readonly #parts: OutsideParts;

  constructor(parts: OutsideParts) {
    this.#parts = parts;
  }

  /** True where steps cost something. */
  get isThrifty(): boolean {
    return this.#parts.isThrifty;
  }

  /** Makes an effect that takes a while there and back, and is charged for when it takes place. */
  async effect(key: string, cost = 0): Promise<Json> {
    const { ledger, random } = this.#parts;
    await this.#alive();
    this.#parts.began(key);
    await this.#travel();
    const faults = this.#parts.faults();
    const hangs = random.chance(faults.hang);
    if (hangs && random.chance(0.5)) return this.#hang(key);
    if (random.chance(faults.refused)) throw new FaultError(fault('communication', `${key} was refused`));
    const receipt = ledger.apply(key);
    if (cost > 0) ledger.charge(key, cost);
    if (hangs) return this.#hang(key);
    await this.#travel();
    if (random.chance(faults.lostAnswer)) throw new FaultError(fault('communication', `the answer to ${key} was lost`));
    return receipt;
  }

  /** Does nothing outside, after a while. */
  async travel(): Promise<void> {
    await this.#alive();
    await this.#travel();
  }

  /** Asks the other side whether an effect took place. */
  async happened(key: string): Promise<Json> {
    await this.#alive();
    await this.#travel();
    const { ledger, random } = this.#parts;
    if (random.chance(0.05)) return { happened: 'nobody knows' };
    return ledger.hasApplied(key) ? { happened: true, output: { receipt: key } } : { happened: false };
  }

  #hang(key: string): Promise<never> {
    this.#parts.hung(key);
    return new Promise(() => undefined);
  }

  async #travel(): Promise<void> {
    const { clock, random } = this.#parts;
    const delay = random.pick(delays);
    if (delay > 0) await clock.sleep(delay);
    await this.#alive();
  }

  #alive(): Promise<void> {
    return this.#parts.clock.isAlive ? Promise.resolve() : new Promise(() => undefined);
  }
}
