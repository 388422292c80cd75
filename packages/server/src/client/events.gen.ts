// Written by `npm run client` out of the descriptions of the routes: change those.
import type { JsonObject } from '@batonhq/core';

/**
 * Routes, with what each takes and what it answers.
 */
export interface EventsRoutes {
  /**
   * Publish a CloudEvent: the whole of it as JSON, its attributes in `ce-` headers, or a batch of them
   */
  'POST /api/events': {
    answer: JsonObject;
  };
  /**
   * CloudEvents that are kept, oldest first
   */
  'GET /api/events': {
    query?: {
      type?: string;
      source?: string;
      subject?: string;
      since?: number | null;
      after?: number | null;
      limit?: number | null;
    };
    answer: {
      events: JsonObject[];
    };
  };
}
