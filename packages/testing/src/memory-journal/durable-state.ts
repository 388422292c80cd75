import {
  type CatalogEntry,
  type Commit,
  encodeEvent,
  endsExecution,
  type ExecutionEvent,
  InvariantError,
  StaleCommitError,
  VersionTakenError,
} from '@batonhq/core';
import { DurableFacts } from './durable-facts.ts';
import { factKey, StoredStream } from './stored-stream.ts';

/**
 * What is on the simulated disk. A commit either changes all it says or throws and changes nothing.
 */
export class DurableState {
  /** In the order of their first commits. */
  readonly streams = new Map<string, StoredStream>();
  /** By position, the first at 0. */
  readonly log: { readonly stream: StoredStream; readonly index: number }[] = [];
  /** JSON of entries by hash. */
  readonly definitions = new Map<string, string>();
  readonly facts = new DurableFacts();
  readonly #keys = new Map<string, string>();
  readonly #published = new Set<string>();

  apply(commit: Commit): void {
    const known = this.streams.get(commit.execution);
    this.#check(commit, known);
    const stream = known ?? this.#open(commit);
    for (const recorded of commit.events) {
      this.log.push({ stream, index: stream.events.length });
      stream.append(recorded, this.log.length);
    }
    for (const change of commit.timers) {
      if (change.kind === 'arm') stream.timers.set(change.timer, change.due);
      else stream.timers.delete(change.timer);
    }
    if (commit.listens !== undefined) stream.listens = [...new Set(commit.listens)];
    if (commit.view !== undefined) stream.view = JSON.stringify(commit.view);
    if (commit.snapshot !== undefined) stream.snapshot = JSON.stringify(commit.snapshot);
    const last = commit.events.at(-1);
    if (last !== undefined && endsExecution(last.event)) stream.snapshot = null;
  }

  keep(entry: CatalogEntry): void {
    if (!this.definitions.has(entry.hash)) this.definitions.set(entry.hash, JSON.stringify(entry));
  }

  publish(entry: CatalogEntry): void {
    const { namespace, name, version, hash } = entry;
    const isTaken = this.published().some(
      (other) =>
        other.namespace === namespace && other.name === name && other.version === version && other.hash !== hash,
    );
    if (isTaken) throw new VersionTakenError(`${namespace}/${name}:${version}`);
    this.keep(entry);
    this.#published.add(hash);
  }

  entry(hash: string): CatalogEntry | null {
    const entry: CatalogEntry | null = JSON.parse(this.definitions.get(hash) ?? 'null');
    return entry;
  }

  entries(): readonly CatalogEntry[] {
    return [...this.definitions.values()].map((json): CatalogEntry => JSON.parse(json));
  }

  /** The entries that a name finds. */
  published(): readonly CatalogEntry[] {
    return this.entries().filter(({ hash }) => this.#published.has(hash));
  }

  byIdempotencyKey(tenant: string, key: string): string | null {
    return this.#keys.get(JSON.stringify([tenant, key])) ?? null;
  }

  #check({ execution, expectedSeq, events }: Commit, stream: StoredStream | undefined): void {
    if ((stream?.seq ?? 0) !== expectedSeq) throw new StaleCommitError(execution, expectedSeq);
    const stated = new Set<string>();
    for (const [index, { seq, event }] of events.entries()) {
      if (seq !== expectedSeq + index + 1) {
        throw new InvariantError(`event ${seq} of execution ${execution} does not follow the one before it`);
      }
      const { fact, subject } = encodeEvent(event);
      if (fact === null) continue;
      const key = factKey(fact, subject);
      if (stated.has(key) || stream?.facts.has(key) === true) {
        throw new InvariantError(`execution ${execution} states a fact twice: ${event.kind} ${subject}`);
      }
      stated.add(key);
    }
    const key = stream === undefined ? keyOf(events[0]?.event) : null;
    if (key !== null && this.#keys.has(key)) throw new StaleCommitError(execution, expectedSeq);
  }

  #open({ execution, events }: Commit): StoredStream {
    const first = events[0]?.event;
    const stream = new StoredStream(execution, first?.kind === 'execution.started' ? first.origin.tenant : '');
    this.streams.set(execution, stream);
    const key = keyOf(first);
    if (key !== null) this.#keys.set(key, execution);
    return stream;
  }
}

function keyOf(event: ExecutionEvent | undefined): string | null {
  if (event?.kind !== 'execution.started' || event.origin.idempotencyKey === undefined) return null;
  return JSON.stringify([event.origin.tenant, event.origin.idempotencyKey]);
}
