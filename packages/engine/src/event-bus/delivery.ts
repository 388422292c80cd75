import {
  JournalFailedError,
  messageName,
  StaleCommitError,
  type CloudEvent,
  type Journal,
  type Trigger,
} from '@batonhq/core';
import { ConflictError, EngineClosedError, NotFoundError } from '../errors.ts';
import { isPassing } from './passing.ts';
import type { KeptEvent } from './kept-event.ts';

/** What bringing events to executions needs. */
export interface DeliveryHost {
  readonly journal: Pick<Journal, 'listeners' | 'read'>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Brings a trigger to an execution; fulfils when what it led to is durable. */
  deliver(execution: string, trigger: Trigger): Promise<unknown>;
  /** Hears of every event, of one again after a crash: what starts by events. */
  readonly hear: (event: CloudEvent) => Promise<void>;
  /** An execution did without an event. */
  warn(error: unknown, execution?: string): void;
  /** Fulfils after a while. */
  pause(): Promise<void>;
  readonly isStopped: () => boolean;
}

/** Deliveries at the same time. */
const atOnce = 64;

/** Events of an execution read at once. */
const page = 1_000;

/** Brings events to executions, each hearing them in their order. */
export class Delivery {
  readonly #host: DeliveryHost;

  constructor(host: DeliveryHost) {
    this.#host = host;
  }

  /** Brings events to whoever listens, each execution hearing them in their order. */
  async toAll(events: readonly KeptEvent[]): Promise<void> {
    const byExecution = await this.#addressees(events);
    const queues = [...byExecution];
    for (let from = 0; from < queues.length; from += atOnce) {
      await Promise.all(
        queues.slice(from, from + atOnce).map(([execution, wanted]) => this.#bringTo(execution, wanted)),
      );
    }
    for (const { event } of events) await this.#tell(event);
  }

  /** The process before may have got anywhere between none and all: who has heard an event is asked first. */
  async again(events: readonly KeptEvent[]): Promise<void> {
    for (const [execution, wanted] of await this.#addressees(events))
      await this.#bringTo(execution, await this.unheard(execution, wanted));
    for (const { event } of events) await this.#tell(event);
  }

  /** The events that an execution has not received: it remembers the last ones by itself, its stream all of them. */
  async unheard(execution: string, events: readonly KeptEvent[]): Promise<readonly KeptEvent[]> {
    const heard = new Set<string>();
    for (let seq = 0; ;) {
      const read = await this.#host.journal.read(execution, { seq, limit: page });
      for (const { event } of read) if (event.kind === 'signal.received') heard.add(messageName(event.event));
      seq = read.at(-1)?.seq ?? seq;
      if (read.length < page) return events.filter(({ event }) => !heard.has(messageName(event)));
    }
  }

  /** Stops where the execution ends, unless it had ended before. */
  async offer(execution: string, events: readonly KeptEvent[]): Promise<number> {
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

  async #tell(event: CloudEvent): Promise<void> {
    try {
      await this.#host.hear(event);
    } catch (error) {
      if (this.#host.isStopped() || error instanceof JournalFailedError) throw error;
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
      await this.attempt(execution, { kind: 'signal', at: this.#host.now(), event, published });
  }

  /**
   * Brings one trigger, again and again while the journal cannot take it. An execution that ended meanwhile does without;
   * so does one that has too many messages, and somebody should know.
   */
  async attempt(execution: string, trigger: Trigger): Promise<void> {
    while (!this.#host.isStopped()) {
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
        await this.#host.pause();
      }
    }
    throw new EngineClosedError();
  }
}
