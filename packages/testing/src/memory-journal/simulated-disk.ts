import { type CatalogEntry, type Commit, type FactCommit, JournalFailedError } from '@batonhq/core';
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
 */
export class SimulatedDisk {
  readonly #onWaiting: (disk: SimulatedDisk) => void;
  readonly #state = new DurableState();
  #waiting: Write[] = [];
  #session = 0;

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

  /** Makes the waiting group durable and tells its writers. */
  flush(): void {
    for (const settle of this.#write()) settle();
  }

  /** The power fails: all that waits is lost, or reached the disk without anybody being told. */
  crash(group: TornGroup = 'lost'): void {
    if (group === 'kept') this.#write();
    this.#waiting = [];
    this.#session += 1;
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
