import { setTimeout as sleep } from 'node:timers/promises';
import { subscriptionMessage, type CloudEvent, type JsonObject } from '@batonhq/core';
import { ConflictError } from '../errors.ts';
import type { Attempt } from './attempt.ts';

/** Brings a CloudEvent to an execution; fulfils when that is durable. */
export type DeliverEvent = (execution: string, event: CloudEvent) => Promise<void>;

/** Milliseconds until an execution that has no room for a message is asked again. */
const askAgain = 250;

/**
 * Brings a message that a call received to the part of its task that works on it. While that has a thousand to work on it
 * waits: who receives takes no more from the other side meanwhile.
 */
export async function bringMessage(
  deliver: DeliverEvent,
  { order, signal }: Pick<Attempt, 'order' | 'signal'>,
  { id, message }: { readonly id: string; readonly message: JsonObject | null },
): Promise<void> {
  for (;;) {
    try {
      await deliver(order.execution, subscriptionMessage(order.id, id, message));
      return;
    } catch (error) {
      if (!(error instanceof ConflictError && error.code === 'inbox-full') || signal.aborted) throw error;
      await sleep(askAgain, undefined, { signal }).catch(() => undefined);
    }
  }
}
