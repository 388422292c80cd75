import {
  decideSchedule,
  occurrenceInput,
  toFact,
  toKeptState,
  wakeAt,
  type Occurrence,
  type Program,
  type ScheduleDecision,
  type ScheduleState,
  type ScheduleTrigger,
  type StreamJournal,
} from '@batonhq/core';
import type { Clock } from '../time/clock.ts';
import type { SteadyTime } from '../time/steady-time.ts';
import { Alarm } from './alarm.ts';
import { Gate } from './gate.ts';
import { noSchedule, readSchedule, readSchedules, streamOf } from './read-schedules.ts';

/** What keeping schedules needs of the engine around it. */
export interface KeeperHost {
  readonly journal: Pick<StreamJournal, 'streams'>;
  readonly clock: Clock;
  readonly time: SteadyTime;
  programOf(hash: string): Promise<Program>;
  /** What follows from a durable decision: executions to start, and to cancel. */
  follow(decision: ScheduleDecision): void;
  /** The journal cannot be used any more, or a defect showed. */
  failed(error: unknown): void;
}

/** A trigger that depends on when its turn comes. */
export type TriggerAt = (now: number) => ScheduleTrigger;

interface Resident {
  readonly id: string;
  state: ScheduleState | null;
  /** Fulfils when the trigger before has been dealt with. */
  tail: Promise<unknown>;
}

/** Triggers being decided and committed at the same time: enough to share a sync, few enough to let others have their turn. */
const atOnce = 256;

/** Milliseconds after which a commit that a full disk refused is tried again. */
const retryAfter = 500;

/** Clocks are corrected in small steps all the time; from here on it is somebody setting one. */
const noticed = 1_000;

/**
 * The schedules of one journal: brings triggers to them one at a time, commits what they decide, and wakes them.
 *
 * All that are not deleted are in memory; their states are small and know their next instant. A decision counts when it
 * is committed, and only then follows anything from it.
 */
export class ScheduleKeeper {
  readonly #host: KeeperHost;
  readonly #alarm: Alarm;
  readonly #gate = new Gate(atOnce);
  readonly #residents = new Map<string, Resident>();
  #moved = 0;
  #isStopped = false;

  constructor(host: KeeperHost) {
    this.#host = host;
    this.#alarm = new Alarm({
      clock: host.clock,
      time: host.time,
      ring: (id, now) => this.send(id, (later) => ({ kind: 'due', now: Math.max(now, later) })),
    });
  }

  /** Brings what the journal has into memory; nothing moves yet. */
  async load(): Promise<readonly ScheduleState[]> {
    const states = await readSchedules(this.#host.journal.streams);
    const wanted = states.filter(({ phase, open }) => phase !== 'deleted' || open.length > 0);
    for (const state of wanted) this.#residents.set(state.id, { id: state.id, state, tail: Promise.resolve() });
    return wanted;
  }

  /** The schedules in memory. */
  get states(): readonly ScheduleState[] {
    return [...this.#residents.values()].flatMap(({ state }) => state ?? []);
  }

  /** The schedule as it stands, when it is in memory. */
  state(id: string): ScheduleState | null {
    return this.#residents.get(id)?.state ?? null;
  }

  /** True when no trigger is on its way. */
  get isQuiet(): boolean {
    return this.#gate.size === 0;
  }

  /**
   * Brings a trigger to a schedule; fulfils when what it led to is durable.
   *
   * @throws {NotFoundError} when there is none, save for one to activate.
   */
  async deliver(id: string, trigger: TriggerAt, program?: Program): Promise<ScheduleDecision> {
    const resident = this.#residents.get(id) ?? (await this.#find(id, { mayBeNew: program !== undefined }));
    const turn = resident.tail.then(() => this.#gate.pass(() => this.#advance(resident, trigger, program)));
    resident.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Brings a trigger that nobody waits for. */
  send(id: string, trigger: TriggerAt): void {
    this.deliver(id, trigger).catch((error: unknown) => {
      if (!this.#isStopped) this.#host.failed(error);
    });
  }

  /** The wall clock was set by so much: intervals move with it, and instants may have come. */
  jumped(by: number): void {
    this.#moved += by;
    const moved = this.#moved;
    if (Math.abs(moved) >= noticed) {
      this.#moved = 0;
      for (const { id, state } of this.#residents.values())
        if (state !== null && (state.next.every !== null || state.next.after !== null))
          this.send(id, (now) => ({ kind: 'moved', now, by: moved }));
    }
    this.#alarm.jumped();
  }

  /** Wakes nothing any more; what is being committed goes on. */
  stop(): void {
    this.#isStopped = true;
    this.#alarm.stop();
  }

  async #find(id: string, { mayBeNew }: { readonly mayBeNew: boolean }): Promise<Resident> {
    const state = await readSchedule(this.#host.journal.streams, id);
    const known = this.#residents.get(id);
    if (known !== undefined) return known;
    if (state === null && !mayBeNew) throw noSchedule(id);
    const resident: Resident = { id, state, tail: Promise.resolve() };
    this.#residents.set(id, resident);
    return resident;
  }

  async #advance(resident: Resident, trigger: TriggerAt, given?: Program): Promise<ScheduleDecision> {
    for (;;) {
      const { id, state } = resident;
      const program = given ?? (await this.#programOf(state));
      const inputOf = (occurrence: Occurrence) => occurrenceInput(id, occurrence, program);
      const on = program?.schedule?.on ?? null;
      const decision = decideSchedule({ id, inputOf, on }, state, trigger(this.#host.time.now()));
      if (await this.#commit(resident, decision)) return decision;
      await this.#pause();
    }
  }

  /** Compiling costs more than all the rest, so it is left out where nothing is asked of the program. */
  async #programOf(state: ScheduleState | null): Promise<Program | null> {
    if (state === null || !(state.rule.on || state.rule.input)) return null;
    return this.#host.programOf(state.definition.hash);
  }

  /** True when the decision is durable; false when the journal could not take it now. */
  async #commit(resident: Resident, decision: ScheduleDecision): Promise<boolean> {
    const { id, state: before } = resident;
    const { events, state } = decision;
    if (events.length > 0 && state !== null) {
      const facts = events.map((event) => toFact(event));
      const commit = { stream: streamOf(id), expectedSeq: before?.seq ?? 0, facts, state: toKeptState(state) };
      try {
        await this.#host.journal.streams.append(commit);
      } catch (error) {
        if (this.#isStopped || !passes(error)) throw error;
        return false;
      }
      resident.state = state;
      this.#host.follow(decision);
    }
    this.#wake(resident);
    return true;
  }

  #wake({ id, state }: Resident): void {
    if (this.#isStopped || state === null) return;
    const isAwake = wakeAt(state) !== null;
    const { every, cron, after } = state.next;
    const interval = Math.min(every ?? Infinity, after ?? Infinity);
    const wake = { calendar: cron, interval: interval === Infinity ? null : interval };
    this.#alarm.set(id, isAwake ? wake : { calendar: null, interval: null });
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#host.clock.setTimer(retryAfter, resolve);
    });
  }
}

/** Failures of the journal that pass: nothing was written, and trying again may succeed. */
function passes(error: unknown): boolean {
  return error instanceof Error && (error.name === 'DiskFullError' || error.name === 'JournalBusyError');
}
