import type { JsonObject } from '@batonhq/core';
import type { PublishedEvent, ReplayRequest } from './event-bus.ts';
import type { EventFilter, KeptEvent } from './kept-event.ts';

/** What can be asked of the event bus. */
export interface EventDoor {
  /**
   * Publishes a CloudEvent to every execution that listens; fulfils when it is durable. `type` and `source` must be there;
   * one without `id` or `time` gets them. The same source and id again changes nothing. Throws
   * `InvalidEventError`.
   */
  publishEvent(event: JsonObject): Promise<PublishedEvent>;
  /** CloudEvents that were published and are kept, oldest first. */
  publishedEvents(filter?: EventFilter): Promise<readonly KeptEvent[]>;
  /** Brings kept events to an execution that listens, those first that came first; fulfils with how many it was offered. */
  replayEvents(request: ReplayRequest): Promise<number>;
}
