import { object, type ObjectContext } from '@restatedev/restate-sdk';
import { performName, type PerformService } from '../perform/perform-service.ts';
import type { Advancing } from './advance.ts';
import { deliver, executionName, type Memory } from './deliver.ts';
import type { Answer, Delivery, FollowUp } from './delivery.ts';

/**
 * One virtual object per execution. `advance` is exclusive, so deliveries are decided one after another, and short: one
 * recorded step, then messages. Restate delivers every message once, so what follows from a commit is neither lost nor
 * done twice.
 */
export function executionObject(advancing: Advancing) {
  return object({
    name: executionName,
    handlers: {
      advance: async (context: ObjectContext<Memory>, delivery: Delivery): Promise<Answer> => {
        const seq = await context.get('seq');
        const { id } = context.request();
        const followUp = await context.run('advance', () =>
          advancing.advance({ execution: context.key, seq, delivery, id }),
        );
        if (followUp.seq !== null && followUp.seq !== seq) context.set('seq', followUp.seq);
        send(context, followUp);
        return followUp.answer;
      },
    },
    options: {
      // A broken execution stays visible in Restate, with its error, and goes on when the cause is gone.
      retryPolicy: { initialInterval: 50, exponentiationFactor: 2, maxInterval: 10_000 },
      journalRetention: 0,
    },
  });
}

function send(context: ObjectContext<Memory>, { perform, messages }: FollowUp): void {
  const performing = context.serviceSendClient<PerformService>({ name: performName });
  for (const request of perform) performing.perform(request);
  for (const message of messages) deliver(context, message);
}
