import { randomUUID } from 'node:crypto';
import { service, type Context } from '@restatedev/restate-sdk';
import { deliver } from '../execution/deliver.ts';
import type { PerformRequest } from '../execution/delivery.ts';
import type { Performing } from './performing.ts';

/** The name of the service in Restate. */
export const performName = 'BatonPerform';

/** How to call the service. */
export type PerformService = ReturnType<typeof performService>;

/** How long a step may take: Restate ends the invocation after that. */
const longest = { days: 30 };

/**
 * Performs one attempt at a step and tells the execution what came of it.
 *
 * Restate invokes it again when its worker dies. The begin is recorded before the effect, with a mark of this very try: a
 * try that finds the mark of another knows that the effect may have happened, and does not do it again by itself: the
 * execution decides, by the repeat rule.
 */
export function performService(performing: Performing) {
  return service({
    name: performName,
    handlers: {
      perform: async (context: Context, request: PerformRequest): Promise<void> => {
        const mark = randomUUID();
        const { id } = context.request();
        const prepared = await performing.prepare(request);
        const begun = await context.run('begin', () => mark);
        const messages = await context.run('perform', () =>
          performing.perform(prepared, { id, isFirst: begun === mark }),
        );
        performing.forget(id);
        for (const message of messages) deliver(context, message);
      },
    },
    options: {
      retryPolicy: { initialInterval: 50, exponentiationFactor: 2, maxInterval: 10_000 },
      ingressPrivate: true,
      journalRetention: 0,
      inactivityTimeout: longest,
      abortTimeout: longest,
    },
  });
}
