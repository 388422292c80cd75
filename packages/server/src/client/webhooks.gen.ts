// Written by `npm run client` out of the descriptions of the routes: change those.
import type { JsonObject } from '@batonhq/core';

/**
 * Routes, with what each takes and what it answers.
 */
export interface WebhooksRoutes {
  /**
   * The webhooks, without their secrets
   */
  'GET /api/webhooks': {
    answer: {
      webhooks: {
        name: string;
        secrets: string[];
        event?: {
          type?: string;
        };
        workflow?: string;
        by: string;
        createdAt: number;
      }[];
    };
  };
  /**
   * Set a webhook: which secrets sign its messages, and what comes of one (`event` or `workflow`)
   */
  'POST /api/webhooks': {
    body: {
      name: string;
      /**
       * @minItems 1
       * @maxItems 4
       */
      secrets: string[];
      event?: {
        type?: string;
      };
      workflow?: string;
    };
    answer: {
      name: string;
      secrets: string[];
      event?: {
        type?: string;
      };
      workflow?: string;
      by: string;
      createdAt: number;
      missing: string[];
    };
  };
  /**
   * Remove a webhook
   */
  'DELETE /api/webhooks/{name}': {
    params: {
      name: string;
    };
    answer: null;
  };
  /**
   * A message of somebody else, signed as Standard Webhooks says; one that was taken in before does nothing
   */
  'POST /api/webhooks/{name}': {
    params: {
      name: string;
    };
    answer: JsonObject;
  };
}
