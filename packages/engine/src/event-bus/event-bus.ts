import { JournalFailedError, type CloudEvent, type FactStreams, type HistoryWish } from '@batonhq/core';
import { EngineClosedError, OverloadedError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import { Delivery, type DeliveryHost } from './delivery.ts';
import { EventLog } from './event-log.ts';
import type { EventFilter, EventRetention, KeptEvent } from './kept-event.ts';
import { isPassing } from './passing.ts';
import { hasUndelivered } from './segment.ts';

/** What the bus needs of the engine around it. */
export interface EventBusHost extends Omit<DeliveryHost, 'pause' | 'isStopped'> {
  readonly journal: DeliveryHost['journal'] & { readonly streams: FactStreams };
  readonly clock: Clock;
  readonly retention: EventRetention;
  /** The journal cannot be relied on any more. */
  readonly failed: (error: unknown) => void;
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

/** Events in one write: fewer than an execution remembers, so that it knows all that come again. */
const batch = 200;

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
  readonly #delivery: Delivery;
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
    this.#delivery = new Delivery({ ...host, pause: () => this.#pause(), isStopped: () => this.#isStopped });
  }

  /** Goes on delivering what was left behind. */
  async start(): Promise<void> {
    if (!(await hasUndelivered(this.#host.journal.streams))) return;
    this.#errands.push(async (log) => {
      await this.#delivery.again(log.undelivered);
      log.deliveredUpTo(log.last);
    });
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
        return this.#delivery
          .unheard(execution, events)
          .then((unheard) => this.#delivery.offer(execution, unheard))
          .then(resolve, reject);
      });
      this.#move();
    });
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
      const events = (await this.#delivery.unheard(execution, found)).map(({ event }) => event);
      await this.#delivery.attempt(execution, { kind: 'history', at: this.#host.now(), task, events });
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

  async #deliver(log: EventLog, kept: readonly KeptEvent[]): Promise<void> {
    await this.#delivery.toAll(kept);
    log.deliveredUpTo(kept.at(-1)?.number ?? 0);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#host.clock.setTimer(settling, resolve);
    });
  }
}
