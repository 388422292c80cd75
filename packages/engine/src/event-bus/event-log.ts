import { messageName, type CloudEvent, type FactStreams } from '@batonhq/core';
import { describes, type EventFilter, type EventRetention, type KeptEvent } from './kept-event.ts';
import { Segment } from './segment.ts';

/** Events of one stream; then the next one begins. */
const segmentSize = 1_000;

/** Streams of the log begin like this. */
const prefix = 'events/';

/**
 * What was published, in streams of facts: `events/000000000001` holds the events from number 1 on, and so forth. The
 * oldest stream is dropped whole when nobody has to remember it any more.
 *
 * Invariants:
 * 1. Numbers have no gaps; an event has its number when it is durable.
 * 2. An event is in the log once: one of the same source and id as a kept one is known.
 * 3. Everything up to `delivered` has reached whoever listened to it.
 */
export class EventLog {
  readonly #streams: FactStreams;
  readonly #retention: EventRetention;
  #segments: Segment[] = [];
  readonly #numbers = new Map<string, number>();
  #delivered = 0;

  private constructor(streams: FactStreams, retention: EventRetention) {
    this.#streams = streams;
    this.#retention = retention;
  }

  /** Reads what was kept. */
  static async open(streams: FactStreams, retention: EventRetention): Promise<EventLog> {
    const log = new EventLog(streams, retention);
    await log.#load();
    return log;
  }

  /** True when something was published and may not have reached everybody; quick, for the start of an engine. */
  static async hasUndelivered(streams: FactStreams): Promise<boolean> {
    const last = (await streams.standing(prefix)).at(-1)?.state;
    return last !== undefined && (last === null || Number(last['delivered']) < Number(last['last']));
  }

  /** Number of the last event. */
  get last(): number {
    return this.#segments.at(-1)?.last ?? 0;
  }

  /** Events that may not have reached everybody. */
  get undelivered(): readonly KeptEvent[] {
    return this.#since(this.#delivered);
  }

  /** The number of a kept event of this source and id. */
  numberOf(event: CloudEvent): number | undefined {
    return this.#numbers.get(messageName(event));
  }

  /** Appends events at a time; fulfils with them when they are durable. */
  async append(events: readonly CloudEvent[], at: number): Promise<readonly KeptEvent[]> {
    const segment = await this.#openSegment(at);
    const first = this.last + 1;
    const kept = events.map((event, index): KeptEvent => ({ number: first + index, at, event }));
    await segment.append(kept, { at, delivered: this.#delivered });
    for (const { number, event } of kept) this.#numbers.set(messageName(event), number);
    return kept;
  }

  /** Notes that everything up to a number has reached whoever listened; written with what comes next, or by {@link settle}. */
  deliveredUpTo(number: number): void {
    this.#delivered = Math.max(this.#delivered, number);
  }

  /** Writes down what was delivered. */
  async settle(at: number): Promise<void> {
    const segment = this.#segments.at(-1);
    if (segment !== undefined && segment.delivered < this.#delivered)
      await segment.append([], { at, delivered: this.#delivered });
  }

  /** The kept events that a filter describes, oldest first. */
  read(filter: EventFilter = {}): readonly KeptEvent[] {
    const { limit = 100, after } = filter;
    const found = this.#since(after ?? 0).filter((kept) => describes(filter, kept));
    return after === undefined ? found.slice(-limit) : found.slice(0, limit);
  }

  #since(number: number): readonly KeptEvent[] {
    return this.#segments
      .filter(({ last }) => last > number)
      .flatMap(({ events }) => events.filter((kept) => kept.number > number));
  }

  async #openSegment(at: number): Promise<Segment> {
    const current = this.#segments.at(-1);
    if (current !== undefined && current.events.length < segmentSize) return current;
    await this.#forget(at);
    const first = this.last + 1;
    const fresh = new Segment(this.#streams, { stream: streamOf(first), first });
    this.#segments.push(fresh);
    return fresh;
  }

  /** Drops the oldest streams that are over the limits; what was not delivered stays. */
  async #forget(at: number): Promise<void> {
    const { count, age } = this.#retention;
    for (let oldest = this.#segments[0]; oldest !== undefined && this.#segments.length > 1; [oldest] = this.#segments) {
      const rest = this.#segments.slice(1).reduce((sum, { events }) => sum + events.length, 0);
      const isOld = (oldest.events.at(-1)?.at ?? 0) < at - age;
      if ((rest < count && !isOld) || oldest.last > this.#delivered) return;
      await this.#streams.drop(oldest.stream);
      for (const { event } of oldest.events) this.#numbers.delete(messageName(event));
      this.#segments = this.#segments.slice(1);
    }
  }

  async #load(): Promise<void> {
    for (const { stream } of await this.#streams.standing(prefix)) {
      const segment = new Segment(this.#streams, { stream, first: Number(stream.slice(prefix.length)) });
      segment.take(await this.#streams.facts(stream, { seq: 0 }));
      this.#segments.push(segment);
      this.#delivered = Math.max(this.#delivered, segment.delivered);
      for (const { number, event } of segment.events) this.#numbers.set(messageName(event), number);
    }
  }
}

function streamOf(first: number): string {
  return prefix + String(first).padStart(12, '0');
}
