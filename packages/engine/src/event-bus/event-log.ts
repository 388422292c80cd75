import { messageName, type CloudEvent, type FactStreams } from '@batonhq/core';
import { describes, type EventFilter, type EventRetention, type KeptEvent } from './kept-event.ts';
import { readSegments, segmentFrom, type Segment } from './segment.ts';

/** Events of one stream; then the next one begins. */
const segmentSize = 1_000;

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
  #told: number | null = null;

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

  /** Number of the last event. */
  get last(): number {
    return this.#segments.at(-1)?.last ?? 0;
  }

  /** How far the journal was told about by lifecycle events; null when it never was. */
  get told(): number | null {
    return this.#told;
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
  async append(
    events: readonly CloudEvent[],
    { at, told }: { readonly at: number; readonly told?: number },
  ): Promise<readonly KeptEvent[]> {
    const segment = await this.#openSegment(at);
    const first = this.last + 1;
    const kept = events.map((event, index): KeptEvent => ({ number: first + index, at, event }));
    await segment.append(this.#streams, kept, { at, delivered: this.#delivered, ...(told !== undefined && { told }) });
    if (told !== undefined) this.#told = told;
    for (const { number, event } of kept) this.#numbers.set(messageName(event), number);
    return kept;
  }

  /** Notes that everything up to a number has reached whoever listened; written with what comes next, or by {@link settle}. */
  deliveredUpTo(number: number): void {
    this.#delivered = Math.max(this.#delivered, number);
  }

  /** True when {@link settle} has nothing to write. */
  get isSettled(): boolean {
    return (this.#segments.at(-1)?.delivered ?? this.#delivered) >= this.#delivered;
  }

  /** Writes down what was delivered. */
  async settle(at: number): Promise<void> {
    const segment = this.#segments.at(-1);
    if (segment !== undefined && !this.isSettled)
      await segment.append(this.#streams, [], { at, delivered: this.#delivered });
  }

  /** The kept events that a filter describes, oldest first. */
  read(filter?: EventFilter): readonly KeptEvent[] {
    return found(this.#segments, filter);
  }

  #since(number: number): readonly KeptEvent[] {
    return since(this.#segments, number);
  }

  async #openSegment(at: number): Promise<Segment> {
    const current = this.#segments.at(-1);
    if (current !== undefined && current.events.length < segmentSize) return current;
    await this.#forget(at);
    const fresh = segmentFrom(this.last + 1);
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
    this.#segments = await readSegments(this.#streams);
    for (const segment of this.#segments) {
      this.#delivered = Math.max(this.#delivered, segment.delivered);
      this.#told = segment.told ?? this.#told;
      for (const { number, event } of segment.events) this.#numbers.set(messageName(event), number);
    }
  }
}

/** Reads kept events from a journal alone, while nobody publishes. */
export async function readPublishedEvents(
  streams: Pick<FactStreams, 'facts' | 'standing'>,
  filter?: EventFilter,
): Promise<readonly KeptEvent[]> {
  return found(await readSegments(streams), filter);
}

function found(segments: readonly Segment[], filter: EventFilter = {}): readonly KeptEvent[] {
  const { limit = 100, after } = filter;
  const fitting = since(segments, after ?? 0).filter((kept) => describes(filter, kept));
  return after === undefined ? fitting.slice(-limit) : fitting.slice(0, limit);
}

function since(segments: readonly Segment[], number: number): readonly KeptEvent[] {
  return segments
    .filter(({ last }) => last > number)
    .flatMap(({ events }) => events.filter((kept) => kept.number > number));
}
