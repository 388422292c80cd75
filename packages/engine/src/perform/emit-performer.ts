import { fault, JournalFailedError, type CloudEvent, type Effect } from '@batonhq/core';
import { EngineClosedError } from '../errors.ts';
import type { Attempt } from './attempt.ts';

/** What emitting needs of the engine around it. */
export interface EmitHost {
  /** Fulfils when the event is durable and will reach whoever listens. */
  publish(event: CloudEvent): Promise<unknown>;
  /** The journal cannot be relied on any more. */
  failed(error: unknown): void;
}

/** Publishes CloudEvents. After a crash it is done again, and the bus knows the event by its source and id. */
export class EmitPerformer {
  readonly #host: EmitHost;

  constructor(host: EmitHost) {
    this.#host = host;
  }

  perform(attempt: Attempt, { event }: Effect & { readonly kind: 'emit' }): void {
    this.#host.publish(event).then(
      () => attempt.finish({ kind: 'completed', output: null }),
      (error: unknown) => this.#refused(attempt, error),
    );
  }

  /** An engine that closes leaves the step to the next one. */
  #refused(attempt: Attempt, error: unknown): void {
    if (error instanceof EngineClosedError) return;
    if (error instanceof JournalFailedError) this.#host.failed(error);
    else {
      const detail = `the event could not be published: ${error instanceof Error ? error.message : String(error)}`;
      attempt.finish({ kind: 'failed', fault: fault('runtime', detail) });
    }
  }
}
