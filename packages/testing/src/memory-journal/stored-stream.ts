import { decodeEvent, encodeEvent, type ExecutionView, type JsonObject, type Recorded } from '@batonhq/core';

/** An event as text, so that nothing is shared between who wrote it and who reads it. */
interface StoredEvent {
  readonly position: number;
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly version: number;
  readonly subject: string;
  readonly fields: string;
}

/** Everything that is kept of one execution. */
export class StoredStream {
  readonly execution: string;
  readonly tenant: string;
  readonly events: StoredEvent[] = [];
  readonly facts = new Set<string>();
  readonly timers = new Map<string, number>();
  listens: readonly string[] = [];
  /** JSON of the last snapshot. */
  snapshot: string | null = null;
  /** JSON of the row. */
  view: string | null = null;
  readonly #examined: Recorded[] = [];

  constructor(execution: string, tenant: string) {
    this.execution = execution;
    this.tenant = tenant;
  }

  get seq(): number {
    return this.events.length;
  }

  append(recorded: Recorded, position: number): void {
    const { kind, version, subject, fact, fields } = encodeEvent(recorded.event);
    if (fact !== null) this.facts.add(factKey(fact, subject));
    this.events.push({
      position,
      seq: recorded.seq,
      at: recorded.at,
      kind,
      version,
      subject,
      fields: JSON.stringify(fields),
    });
  }

  /** Events after `seq`, oldest first. */
  read(seq: number, limit = Infinity): readonly Recorded[] {
    return this.events.slice(seq, seq + limit).map(decoded);
  }

  /** All events, for whoever looks at the disk from outside and changes nothing; each is read back once. */
  examine(): readonly Recorded[] {
    for (const event of this.events.slice(this.#examined.length)) this.#examined.push(decoded(event));
    return this.#examined;
  }

  readView(): ExecutionView | null {
    const view: ExecutionView | null = JSON.parse(this.view ?? 'null');
    return view;
  }
}

/** Names a fact that a stream states once. */
export function factKey(fact: number, subject: string): string {
  return `${fact} ${subject}`;
}

/** Reads a stored event back. */
export function decoded({ seq, at, kind, version, subject, fields }: StoredEvent): Recorded {
  const object: JsonObject = JSON.parse(fields);
  return { seq, at, event: decodeEvent({ kind, version, subject, fields: object }) };
}
