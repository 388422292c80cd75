import { isJsonObject, type CloudEvent, type Fact, type FactStreams, type Json } from '@batonhq/core';
import { UnsoundHistoryError } from './unsound-history-error.ts';
import type { KeptEvent } from './kept-event.ts';

/** Streams of the log begin like this; the number of their first event follows. */
const prefix = 'events/';

/** Version of the facts below. */
const version = 1;

/** One stream of the log: its events in memory, and where its facts go. */
export class Segment {
  readonly stream: string;
  readonly #first: number;
  readonly #events: KeptEvent[] = [];
  #seq = 0;
  #at = 0;
  #delivered = 0;
  #told: number | null = null;

  constructor({ stream, first }: { readonly stream: string; readonly first: number }) {
    this.stream = stream;
    this.#first = first;
  }

  get events(): readonly KeptEvent[] {
    return this.#events;
  }

  /** Number of its last event. */
  get last(): number {
    return this.#first + this.#events.length - 1;
  }

  /** Up to which number this stream says that events were delivered. */
  get delivered(): number {
    return this.#delivered;
  }

  /** How far the journal was told about by lifecycle events, as far as this stream says. */
  get told(): number | null {
    return this.#told;
  }

  /** Folds facts that were read. */
  take(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.version > version || !['event.published', 'events.delivered', 'journal.told'].includes(fact.kind))
        throw new UnsoundHistoryError(`${this.stream} was written by a newer release: ${fact.kind} ${fact.version}`);
      if (fact.kind === 'event.published')
        this.#events.push({ number: this.last + 1, at: fact.at, event: this.#eventIn(fact) });
      else if (fact.kind === 'journal.told') this.#told = Number(fact.fields['upTo']);
      else this.#delivered = Number(fact.fields['upTo']);
      this.#seq = fact.seq;
      this.#at = fact.at;
    }
  }

  /** Appends events, and up to which number all was delivered when that is news. */
  async append(
    streams: Pick<FactStreams, 'append'>,
    events: readonly KeptEvent[],
    { at, delivered, told }: { readonly at: number; readonly delivered: number; readonly told?: number },
  ): Promise<void> {
    const time = Math.max(at, this.#at);
    const forms: readonly Pick<Fact, 'kind' | 'fields'>[] = [
      ...(delivered > this.#delivered ? [{ kind: 'events.delivered', fields: { upTo: delivered } }] : []),
      ...(told === undefined ? [] : [{ kind: 'journal.told', fields: { upTo: told } }]),
      ...events.map(({ event }) => ({ kind: 'event.published', fields: { event: envelopeOf(event) } })),
    ];
    const facts = forms.map((form, index): Fact => ({ ...form, seq: this.#seq + index + 1, at: time, version }));
    const last = this.last + events.length;
    await streams.append({
      stream: this.stream,
      expectedSeq: this.#seq,
      facts,
      state: { last, delivered: Math.max(delivered, this.#delivered), at: time },
    });
    this.take(facts);
  }

  #eventIn({ seq, fields }: Fact): CloudEvent {
    const event = fields['event'];
    if (!isCloudEvent(event)) throw new UnsoundHistoryError(`fact ${seq} of ${this.stream} holds no CloudEvent`);
    return event;
  }
}

/** The stream that begins with this event. */
export function segmentFrom(first: number): Segment {
  return new Segment({ stream: prefix + String(first).padStart(12, '0'), first });
}

/** All that is kept, the oldest stream first. */
export async function readSegments(streams: Pick<FactStreams, 'facts' | 'standing'>): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const { stream } of await streams.standing(prefix)) {
    const segment = new Segment({ stream, first: Number(stream.slice(prefix.length)) });
    segment.take(await streams.facts(stream, { seq: 0 }));
    segments.push(segment);
  }
  return segments;
}

/** True when something was published and may not have reached everybody; quick, for the start of an engine. */
export async function hasUndelivered(streams: Pick<FactStreams, 'standing'>): Promise<boolean> {
  const last = (await streams.standing(prefix)).at(-1)?.state;
  return last !== undefined && (last === null || Number(last['delivered']) < Number(last['last']));
}

function envelopeOf(event: CloudEvent): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(event).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function isCloudEvent(value: Json | undefined): value is Readonly<Record<string, Json>> & CloudEvent {
  return isJsonObject(value) && ['id', 'source', 'type'].every((name) => typeof value[name] === 'string');
}
