import {
  messageName,
  JournalFailedError,
  StaleCommitError,
  type CloudEvent,
  type FactStreams,
  type HistoryWish,
  type Journal,
  type Trigger,
} from '@batonhq/core';
import { ConflictError, EngineClosedError, NotFoundError, OverloadedError } from '../errors.ts';
import { DiskFullError } from '../sqlite/disk-full-error.ts';
import { JournalBusyError } from '../sqlite/journal-busy-error.ts';
import type { Clock } from '../time/clock.ts';
import { EventLog } from './event-log.ts';
import type { EventFilter, EventRetention, KeptEvent } from './kept-event.ts';
import { hasUndelivered } from './segment.ts';

/** What the bus needs of the engine around it. */
export interface EventBusHost {
  readonly journal: Pick<Journal, 'listeners' | 'read'> & { readonly streams: FactStreams };
  readonly clock: Clock;
  readonly retention: EventRetention;
  /** Milliseconds since 1970. */
  now(): number;
  /** Brings a trigger to an execution; fulfils when what it led to is durable. */
  deliver(execution: string, trigger: Trigger): Promise<unknown>;
  /** Hears of every event, of one again after a crash: what starts by events. */
  readonly hear: (event: CloudEvent) => Promise<void>;
  /** The journal cannot be relied on any more. */
  readonly failed: (error: unknown) => void;
  /** An execution did without an event. */
  warn(error: unknown, execution?: string): void;
}

/** What became of an event that was published. */
export interface PublishedEvent {
  /** Its number among all events. */
  readonly number: number;
  /** It was published before: nothing happened. */
  readonly isKnown: boolean;
}

/** Kept events to bring to an execution that may have missed them. */
export interface ReplayRequest extends EventFilter {
  readonly execution: string;
}

interface Waiting {
  readonly event: CloudEvent;
  readonly resolve: (published: PublishedEvent) => void;
  readonly reject: (error: unknown) => void;
}

/** Deliveries at the same time. */
const atOnce = 64;

/** Events in one write: fewer than an execution remembers, so that it knows all that come again. */
const batch = 200;

/** Events of an execution read at once. */
const page = 1_000;

/** Events that may wait to be written; more are refused. */
const mostWaiting = 10_000;

/** Milliseconds of rest after which it is written down what was delivered. */
const settling = 250;

/**
 * The event bus: keeps every published CloudEvent, then brings it to whoever listens.
 *
 * 1. An event that was acknowledged is durable and reaches every execution that listened when it was published, also
 *    across crashes; each of them hears it once.
 * 2. One lane: events are delivered in the order of their numbers, batch after batch, and kept events that somebody asks
 *    for are brought between batches. So whoever asks gets everything published before, and live events only after it.
 * 3. Delivering is told from publishing: a publisher waits for the disk, not for a thousand listeners.
 */
export class EventBus {
  readonly #host: EventBusHost;
  #log: Promise<EventLog> | null = null;
  #waiting: Waiting[] = [];
  #errands: ((log: EventLog) => Promise<void>)[] = [];
  readonly #asked = new Set<string>();
  #isMoving = false;
  #isClosed = false;
  #isStopped = false;
  #idle: Promise<void> = Promise.resolve();
  #cancelSettling: () => void = () => undefined;

  constructor(host: EventBusHost) {
    this.#host = host;
  }

  /** Goes on delivering what was left behind. */
  async start(): Promise<void> {
    if (!(await hasUndelivered(this.#host.journal.streams))) return;
    this.#errands.push((log) => this.#deliverAgain(log));
    this.#move();
  }

  /** Publishes an event; fulfils when it is durable. */
  publish(event: CloudEvent): Promise<PublishedEvent> {
    if (this.#isClosed) return Promise.reject(new EngineClosedError());
    if (this.#waiting.length >= mostWaiting) return Promise.reject(new OverloadedError('events', settling));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      this.#move();
    });
  }

  /** Publishes an event of a step, which cannot be sent again: it waits as long as the journal cannot take it. */
  async send(event: CloudEvent): Promise<PublishedEvent> {
    for (;;) {
      try {
        return await this.publish(event);
      } catch (error) {
        if (!isPassing(error)) throw error;
        await this.#pause();
      }
    }
  }

  /** How far the journal was told about by lifecycle events; null when it never was. */
  async toldUpTo(): Promise<number | null> {
    return (await this.#open()).told;
  }

  /** Publishes lifecycle events together with how far in the journal they reach: neither is durable without the other. */
  tell(events: readonly CloudEvent[], upTo: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#errands.push(async (log) => {
        const fresh = events.filter((event) => log.numberOf(event) === undefined);
        try {
          const kept = await this.#persist(() => log.append(fresh, { at: this.#host.now(), told: upTo }));
          resolve();
          await this.#deliver(log, kept);
        } catch (error) {
          reject(error);
          throw error;
        }
      });
      this.#move();
    });
  }

  /** Kept events. */
  async read(filter: EventFilter = {}): Promise<readonly KeptEvent[]> {
    return (await this.#open()).read(filter);
  }

  /** Brings kept events to an execution, as if they were published now; fulfils with how many it was offered. */
  replay({ execution, ...filter }: ReplayRequest): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#errands.push((log) => {
        const events = log.read({ after: 0, limit: Infinity, ...filter });
        return this.#unheard(execution, events)
          .then((unheard) => this.#offer(execution, unheard))
          .then(resolve, reject);
      });
      this.#move();
    });
  }

  /** Stops where the execution ends, unless it had ended before. */
  async #offer(execution: string, events: readonly KeptEvent[]): Promise<number> {
    let offered = 0;
    for (const { event } of events) {
      const at = this.#host.now();
      try {
        await this.#host.deliver(execution, { kind: 'signal', at, event, published: at });
      } catch (error) {
        if (offered > 0 && error instanceof ConflictError && error.code === 'terminal') return offered;
        throw error;
      }
      offered += 1;
    }
    return offered;
  }

  /** Brings the kept events that a `listen` asked for. Asking twice is asking once. */
  bring(execution: string, { task, types, since }: HistoryWish): void {
    const name = `${execution} ${task}`;
    if (this.#asked.has(name)) return;
    this.#asked.add(name);
    this.#errands.push(async (log) => {
      const wanted = new Set(types);
      const found = log
        .read({ since, after: 0, limit: Infinity })
        .filter(({ event }) => wanted.has('*') || wanted.has(event.type));
      const events = (await this.#unheard(execution, found)).map(({ event }) => event);
      await this.#attempt(execution, { kind: 'history', at: this.#host.now(), task, events });
      this.#asked.delete(name);
    });
    this.#move();
  }

  /** Takes nothing any more; fulfils when what was begun is done and written down. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelSettling();
    await this.#idle;
    if (this.#log === null || this.#isStopped) return;
    await this.#writeDelivered(await this.#log);
  }

  /** Stops at once; what was not delivered is when the next engine starts. */
  stop(): void {
    this.#isClosed = true;
    this.#isStopped = true;
    this.#cancelSettling();
    for (const { reject } of this.#waiting.splice(0)) reject(new EngineClosedError());
  }

  #open(): Promise<EventLog> {
    this.#log ??= EventLog.open(this.#host.journal.streams, this.#host.retention);
    return this.#log;
  }

  #move(): void {
    if (this.#isMoving) return;
    this.#isMoving = true;
    this.#cancelSettling();
    this.#idle = this.#work().then(
      (log) => this.#rest(log),
      (error: unknown) => {
        if (!this.#isStopped) this.#host.failed(error);
      },
    );
  }

  async #work(): Promise<EventLog> {
    const log = await this.#open();
    while (this.#waiting.length > 0 || this.#errands.length > 0) {
      const errands = this.#errands;
      this.#errands = [];
      for (const errand of errands) await errand(log);
      await this.#publishBatch(log);
    }
    return log;
  }

  #rest(log: EventLog): void {
    this.#isMoving = false;
    if (this.#waiting.length > 0 || this.#errands.length > 0) this.#move();
    else if (!this.#isClosed && !log.isSettled)
      this.#cancelSettling = this.#host.clock.setTimer(settling, () => this.#settle());
  }

  #settle(): void {
    this.#errands.push((log) => this.#writeDelivered(log));
    this.#move();
  }

  /** There is no hurry: what a full disk refuses is written with what comes next. */
  async #writeDelivered(log: EventLog): Promise<void> {
    try {
      await log.settle(this.#host.now());
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }

  async #publishBatch(log: EventLog): Promise<void> {
    const fresh = this.#sort(log, this.#waiting.splice(0, batch));
    if (fresh.length === 0) return;
    const kept = await this.#write(log, fresh);
    await this.#deliver(log, kept);
  }

  /** Writes events and answers their publishers; what cannot be written now is theirs to send again. */
  async #write(log: EventLog, fresh: readonly Waiting[]): Promise<readonly KeptEvent[]> {
    const events = fresh.map(({ event }) => event);
    try {
      const kept = await log.append(events, { at: this.#host.now() });
      fresh.forEach(({ resolve }, index) => resolve({ number: kept[index]?.number ?? 0, isKnown: false }));
      return kept;
    } catch (error) {
      for (const { reject } of fresh) reject(error);
      if (error instanceof JournalFailedError) throw error;
      return [];
    }
  }

  /** Answers those whose event is known; the rest is to be written. */
  #sort(log: EventLog, taken: readonly Waiting[]): readonly Waiting[] {
    const names = new Map<string, Waiting>();
    const repeated: Waiting[] = [];
    for (const waiting of taken) {
      const number = log.numberOf(waiting.event);
      const name = JSON.stringify([waiting.event.source, waiting.event.id]);
      if (number !== undefined) waiting.resolve({ number, isKnown: true });
      else if (names.has(name)) repeated.push(waiting);
      else names.set(name, waiting);
    }
    this.#waiting.unshift(...repeated);
    return [...names.values()];
  }

  /** Writes again and again while the journal cannot take it. */
  async #persist<T>(write: () => Promise<T>): Promise<T> {
    while (!this.#isStopped) {
      try {
        return await write();
      } catch (error) {
        if (!isPassing(error)) throw error;
        await this.#pause();
      }
    }
    throw new EngineClosedError();
  }

  /** The process before may have got anywhere between none and all: who has heard an event is asked first. */
  async #deliverAgain(log: EventLog): Promise<void> {
    const events = log.undelivered;
    for (const [execution, wanted] of await this.#addressees(events))
      await this.#bringTo(execution, await this.#unheard(execution, wanted));
    for (const { event } of events) await this.#tell(event);
    log.deliveredUpTo(log.last);
  }

  /** The events that an execution has not received: it remembers the last ones by itself, its stream all of them. */
  async #unheard(execution: string, events: readonly KeptEvent[]): Promise<readonly KeptEvent[]> {
    const heard = new Set<string>();
    for (let seq = 0; ;) {
      const read = await this.#host.journal.read(execution, { seq, limit: page });
      for (const { event } of read) if (event.kind === 'signal.received') heard.add(messageName(event.event));
      seq = read.at(-1)?.seq ?? seq;
      if (read.length < page) return events.filter(({ event }) => !heard.has(messageName(event)));
    }
  }

  /** Brings events to whoever listens, each execution hearing them in their order. */
  async #deliver(log: EventLog, events: readonly KeptEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    const byExecution = await this.#addressees(events);
    const queues = [...byExecution];
    for (let from = 0; from < queues.length; from += atOnce) {
      await Promise.all(
        queues.slice(from, from + atOnce).map(([execution, wanted]) => this.#bringTo(execution, wanted)),
      );
    }
    for (const { event } of events) await this.#tell(event);
    log.deliveredUpTo(last.number);
  }

  async #tell(event: CloudEvent): Promise<void> {
    try {
      await this.#host.hear(event);
    } catch (error) {
      if (this.#isStopped || error instanceof JournalFailedError) throw error;
      this.#host.warn(error);
    }
  }

  async #addressees(events: readonly KeptEvent[]): Promise<ReadonlyMap<string, readonly KeptEvent[]>> {
    const types = new Map<string, readonly string[]>();
    const found = new Map<string, KeptEvent[]>();
    for (const kept of events) {
      const { type } = kept.event;
      const executions = types.get(type) ?? (await this.#host.journal.listeners(type));
      types.set(type, executions);
      for (const execution of executions) found.set(execution, [...(found.get(execution) ?? []), kept]);
    }
    return found;
  }

  async #bringTo(execution: string, events: readonly KeptEvent[]): Promise<void> {
    for (const { event, at: published } of events)
      await this.#attempt(execution, { kind: 'signal', at: this.#host.now(), event, published });
  }

  /**
   * Brings one trigger, again and again while the journal cannot take it. An execution that ended meanwhile does without;
   * so does one that has too many messages, and somebody should know.
   */
  async #attempt(execution: string, trigger: Trigger): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#host.deliver(execution, trigger);
        return;
      } catch (error) {
        if (error instanceof EngineClosedError || error instanceof JournalFailedError) throw error;
        if (error instanceof NotFoundError) return;
        if (error instanceof ConflictError) {
          if (error.code !== 'terminal') this.#host.warn(error, execution);
          return;
        }
        if (!isPassing(error) && !(error instanceof StaleCommitError)) {
          this.#host.warn(error, execution);
          return;
        }
        await this.#pause();
      }
    }
    throw new EngineClosedError();
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#host.clock.setTimer(settling, resolve);
    });
  }
}

/** True for a refusal that says nothing against what was refused: it can be tried again. */
function isPassing(error: unknown): boolean {
  return [OverloadedError, DiskFullError, JournalBusyError].some((kind) => error instanceof kind);
}
