import { assert, foldEvents, type Gates, type Journal, type Program } from '@batonhq/core';
import { familyOf } from '../catalog/program-family.ts';
import type { Clock } from '../time/clock.ts';
import type { SteadyTime } from '../time/steady-time.ts';
import { Resident, type Arrival } from './resident.ts';

/** What is needed to bring executions into memory and out of it. */
export interface ResidentsHost {
  readonly journal: Pick<Journal, 'load'>;
  readonly clock: Clock;
  readonly time: SteadyTime;
  /** The program of a definition, by its hash. */
  programOf(hash: string): Promise<Program>;
  /** What calls have to pass beside the approvals that definitions ask for. */
  readonly gates?: Gates;
  /** The execution leaves memory: what stands still in this process for it is let go. */
  evicted(resident: Resident): void;
}

/** When executions with nothing to do leave memory. */
export interface RestLimits {
  /** Milliseconds. */
  readonly idle: number;
  /** How many may stay for that long. */
  readonly resting: number;
}

/** An execution on its way into memory. */
interface Arriving {
  readonly resident: Promise<Resident | null>;
  /** How many wait for it. */
  expectedBy: number;
}

/**
 * The executions in memory.
 *
 * One with nothing going on stays a moment, because the next trigger often follows, then it leaves without a trace;
 * the next trigger brings it back from its snapshot and the events after it. There is never more than one of an
 * execution.
 */
export class Residents {
  readonly #host: ResidentsHost;
  readonly #limits: RestLimits;
  readonly #residents = new Map<string, Resident>();
  readonly #arriving = new Map<string, Arriving>();
  /** Those at rest and since when, longest first. */
  readonly #resting = new Map<Resident, number>();
  #cancelSweep: (() => void) | null = null;

  constructor(host: ResidentsHost, limits: RestLimits) {
    this.#host = host;
    this.#limits = limits;
  }

  /** Number of executions in memory. */
  get size(): number {
    return this.#residents.size;
  }

  [Symbol.iterator](): Iterator<Resident> {
    return this.#residents.values();
  }

  /** The execution if it is in memory. */
  get(id: string): Resident | undefined {
    return this.#residents.get(id);
  }

  /** A new execution, about to be started. */
  create(id: string, program: Program): Resident {
    return this.#add({ id, program, state: null, unsaved: 0 });
  }

  /**
   * Hands an execution over, brought into memory when it is not there; null when the journal has none. Nothing lets it
   * go before `use` has returned: where many arrive at the same time, each would push out the one before it, and none
   * would ever be used.
   */
  async use<T>(id: string, use: (resident: Resident | null) => T | Promise<T>): Promise<T> {
    const known = this.#residents.get(id);
    if (known !== undefined) return use(known);
    const arriving = this.#arriving.get(id) ?? this.#bring(id);
    arriving.expectedBy += 1;
    const resident = await arriving.resident;
    let used: T | Promise<T>;
    try {
      used = use(resident);
    } finally {
      if (resident !== null) this.#release(resident);
    }
    return used;
  }

  /** What the journal has of an execution, folded. */
  async read(id: string): Promise<Arrival | null> {
    const loaded = await this.#host.journal.load(id);
    if (loaded === null) return null;
    const { snapshot, events } = loaded;
    const program = await familyOf(loaded, (hash) => this.#host.programOf(hash));
    assert(program, `execution ${id} has neither a snapshot nor a first event`);
    return { id, program, state: foldEvents(program, snapshot, { execution: id, events }), unsaved: events.length };
  }

  /** Notes that an execution may have come to rest. */
  settle(resident: Resident): void {
    if (resident.gone || !resident.isResting) return;
    if (resident.state === null || resident.state.endedAt !== null) this.#evict(resident);
    else this.#rest(resident);
  }

  /** Forgets an execution at once. */
  drop(resident: Resident): void {
    resident.gone = true;
    this.#resting.delete(resident);
    if (this.#residents.get(resident.id) === resident) this.#residents.delete(resident.id);
  }

  /** Stops the clock of eviction. */
  stop(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = null;
  }

  #bring(id: string): Arriving {
    const arriving: Arriving = { expectedBy: 0, resident: this.#load(id).finally(() => this.#arriving.delete(id)) };
    this.#arriving.set(id, arriving);
    return arriving;
  }

  async #load(id: string): Promise<Resident | null> {
    const arrival = await this.read(id);
    const resident = this.#residents.get(id) ?? (arrival === null ? null : this.#add(arrival));
    if (resident !== null) resident.expectedBy += this.#arriving.get(id)?.expectedBy ?? 0;
    this.#arriving.delete(id);
    return resident;
  }

  #release(resident: Resident): void {
    resident.expectedBy -= 1;
    this.settle(resident);
  }

  #add(arrival: Arrival): Resident {
    const { gates } = this.#host;
    const resident = new Resident(gates === undefined ? arrival : { ...arrival, gates });
    this.#residents.set(resident.id, resident);
    return resident;
  }

  #rest(resident: Resident): void {
    this.#resting.delete(resident);
    this.#resting.set(resident, this.#host.time.monotonic());
    for (const longest of this.#resting.keys()) {
      if (this.#resting.size <= this.#limits.resting) break;
      this.#evict(longest);
    }
    if (this.#cancelSweep === null) this.#planSweep(this.#limits.idle);
  }

  #planSweep(delay: number): void {
    this.#cancelSweep = this.#host.clock.setTimer(delay, () => this.#sweep());
  }

  #sweep(): void {
    this.#cancelSweep = null;
    const now = this.#host.time.monotonic();
    for (const [resident, since] of this.#resting) {
      const left = since + this.#limits.idle - now;
      if (left > 0) {
        this.#planSweep(left);
        return;
      }
      this.#evict(resident);
    }
  }

  /** Lets an execution go, unless something has begun for it since it came to rest. */
  #evict(resident: Resident): void {
    this.#resting.delete(resident);
    if (!resident.isResting) return;
    this.drop(resident);
    this.#host.evicted(resident);
  }
}
