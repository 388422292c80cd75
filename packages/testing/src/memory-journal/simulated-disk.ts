import { type CatalogEntry, type Commit, type FactCommit, JournalFailedError } from '@batonhq/core';
import { DiskFullError } from '@batonhq/engine';
import { DurableState } from './durable-state.ts';
import { MemoryJournal } from './memory-journal.ts';

interface Write {
  readonly apply: (state: DurableState) => void;
  readonly fulfil: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What becomes of the group that is being written when the power fails. Half of it is not among the choices. */
export type TornGroup = 'lost' | 'kept';

/** When writes reach the disk. */
export interface SimulatedDiskOptions {
  /**
   * Called when the first write of a group is waiting: arrange for `flush` to be called. By default that is at the end
   * of the turn of the event loop.
   */
  readonly onWaiting?: (disk: SimulatedDisk) => void;
}

/**
 * A disk whose writes become durable when it is told so, for simulating crashes: the same calls in the same order
 * always give the same result.
 *
 * Invariants:
 * 1. A group is durable whole or not at all.
 * 2. No promise of a write settles before its group is durable; those that a crash met never settle: who waited is gone.
 * 3. Journals that were open at a crash can do nothing any more.
 * 4. A full disk refuses the group and changes nothing; after a failed sync nothing is acknowledged until a crash.
 */
export class SimulatedDisk {
  readonly #onWaiting: (disk: SimulatedDisk) => void;
  readonly #state = new DurableState();
  #waiting: Write[] = [];
  #session = 0;
  #failure: JournalFailedError | null = null;
  /** While true nothing fits any more: what is flushed is refused, and may be tried again. */
  isFull = false;

  constructor(options: SimulatedDiskOptions = {}) {
    this.#onWaiting = options.onWaiting ?? flushAfterTurn;
  }

  /** How many writes wait for `flush`. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** What is durable now, for whoever examines the disk from outside. */
  get durable(): DurableState {
    return this.#state;
  }

  /** Opens the journal on the disk, as it is. */
  open(): MemoryJournal {
    const session = this.#session;
    const add = (apply: Write['apply']): Promise<void> => this.#add(session, apply);
    return new MemoryJournal({
      state: () => this.#stateFor(session),
      commit: (commit: Commit) => add((state) => state.apply(commit)),
      keep: (entry: CatalogEntry) => add((state) => state.keep(entry)),
      publish: (entry: CatalogEntry) => add((state) => state.publish(entry)),
      append: (commit: FactCommit) => add((state) => state.facts.apply(commit)),
      drop: (stream: string) => add((state) => state.facts.drop(stream)),
      flush: () => this.flush(),
    });
  }

  /** Makes the waiting group durable and tells its writers; or tells them why it is not. */
  flush(): void {
    const refusal = this.#failure ?? (this.isFull ? new DiskFullError('the simulated disk') : null);
    if (refusal === null) for (const settle of this.#write()) settle();
    else this.#refuse(refusal);
  }

  /** A sync fails: nobody knows what became of the group, and nothing can be written before the next `crash`. */
  fail(group: TornGroup): void {
    this.#failure = new JournalFailedError('the simulated disk failed');
    const writers = this.#waiting;
    if (group === 'kept') this.#write();
    this.#waiting = writers;
    this.#refuse(this.#failure);
  }

  /** The power fails: all that waits is lost, or reached the disk without anybody being told. */
  crash(group: TornGroup = 'lost'): void {
    if (group === 'kept' && this.#failure === null && !this.isFull) this.#write();
    this.#waiting = [];
    this.#failure = null;
    this.#session += 1;
  }

  #refuse(reason: Error): void {
    const group = this.#waiting;
    this.#waiting = [];
    for (const { reject } of group) reject(reason);
  }

  #write(): readonly (() => void)[] {
    const group = this.#waiting;
    this.#waiting = [];
    return group.map(({ apply, fulfil, reject }) => {
      try {
        apply(this.#state);
        return fulfil;
      } catch (error) {
        return () => reject(error);
      }
    });
  }

  #stateFor(session: number): DurableState {
    if (session !== this.#session) throw new JournalFailedError('the power failed');
    return this.#state;
  }

  #add(session: number, apply: Write['apply']): Promise<void> {
    return new Promise((fulfil, reject) => {
      this.#stateFor(session);
      this.#waiting.push({ apply, fulfil, reject });
      if (this.#waiting.length === 1) this.#onWaiting(this);
    });
  }
}

function flushAfterTurn(disk: SimulatedDisk): void {
  setImmediate(() => disk.flush());
}
