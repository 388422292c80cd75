import { fault, type Effect, type Outcome } from '@batonhq/core';
import type { Secrets } from '@batonhq/engine';
import { Attempt, HttpPerformer, Resident, type EgressClient } from '@batonhq/engine/parts';
import type { PerformingOf } from './performing.ts';

/** Makes HTTP calls the way the embedded engine does: the same rules, outputs and faults. */
export class HttpCalls {
  readonly #performer: HttpPerformer;

  constructor(client: EgressClient, secrets: Secrets) {
    this.#performer = new HttpPerformer(client, secrets);
  }

  call({ order, program, signal }: PerformingOf, effect: Effect & { readonly kind: 'http' }): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const abandoned: Outcome = { kind: 'failed', fault: fault('runtime', 'nobody waits for it any more') };
    const resident = new Resident({ id: order.execution, program, state: null, unsaved: 0 });
    const attempt = new Attempt(
      {
        finished: (_, outcome) => resolve(outcome),
        detached: () => resolve(abandoned),
        aborted: () => resolve(abandoned),
        rested: () => {},
        woke: () => {},
      },
      { resident, order, cause: 'claimed', at: 0 },
    );
    signal.addEventListener('abort', () => attempt.abort('the task was abandoned'), { once: true });
    this.#performer.perform(attempt, effect);
    return promise;
  }
}
