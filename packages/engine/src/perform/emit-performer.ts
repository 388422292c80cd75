import type { CloudEvent, Effect, Journal } from '@batonhq/core';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { Attempt } from './attempt.ts';

/** What emitting needs of the engine around it. */
export interface EmitHost {
  readonly journal: Pick<Journal, 'listeners'>;
  /** Brings a CloudEvent to an execution; fulfils when that is durable. */
  signal(execution: string, event: CloudEvent): Promise<void>;
  /** The journal could not be read: nobody knows who listens. */
  failed(error: unknown): void;
}

/** Deliveries at the same time. */
const atOnce = 64;

/**
 * Delivers CloudEvents to every execution that listens for their type.
 *
 * At least once: after a crash it is done again, and whoever has seen the event's id ignores it. An execution that
 * ended meanwhile, or whose inbox is full, does without.
 */
export class EmitPerformer {
  readonly #host: EmitHost;

  constructor(host: EmitHost) {
    this.#host = host;
  }

  perform(attempt: Attempt, { event }: Effect & { readonly kind: 'emit' }): void {
    this.#deliver(event).then(
      () => attempt.finish({ kind: 'completed', output: null }),
      (error: unknown) => this.#host.failed(error),
    );
  }

  async #deliver(event: CloudEvent): Promise<void> {
    const listeners = await this.#host.journal.listeners(event.type);
    for (let from = 0; from < listeners.length; from += atOnce) {
      await Promise.all(listeners.slice(from, from + atOnce).map((execution) => this.#signal(execution, event)));
    }
  }

  async #signal(execution: string, event: CloudEvent): Promise<void> {
    try {
      await this.#host.signal(execution, event);
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
    }
  }
}
