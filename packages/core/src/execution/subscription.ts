import type { JsonObject } from '../kernel/json.ts';
import type { CloudEvent, Effect } from '../step/effect.ts';
import type { StepId, TaskKey } from '../step/step.ts';
import { parentOf } from './task-key.ts';

/** The source of messages that a subscription brings to its own execution; nothing else listens for them. */
export const subscriptionSource = '/baton/subscription';

/** The type of the last one: no more will come. */
export const subscriptionEnd = 'io.baton.subscription.ended';

/** What the messages of the subscription belong to that this part of a task belongs to. */
export function subscriptionOf(part: TaskKey): string {
  return parentOf(part);
}

/** A message as the part of a task that received it brings it to the part that works on it; null for the end. */
export function subscriptionMessage(step: StepId, id: string, message: JsonObject | null): CloudEvent {
  const about = { id, source: subscriptionSource, subject: subscriptionOf(step) };
  return message === null
    ? { ...about, type: subscriptionEnd }
    : { ...about, type: 'io.baton.subscription.message', data: message };
}

/** True for a call that brings its messages one by one. It may go on for years, over as many processes as that takes. */
export function streams(effect: Effect): boolean {
  return effect.kind === 'call' && effect.arguments['streams'] === true;
}
