// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Json } from '@batonhq/core';
import type { Message } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface MessagesRoutes {
  /**
   * Messages to agents, newest first
   */
  'GET /api/messages': {
    query?: {
      agent?: string;
      status?: 'waiting' | 'delivered' | 'acknowledged' | 'abandoned';
      before?: number | null;
      limit?: number;
    };
    answer: {
      messages: Message[];
    };
  };
  /**
   * Write to an agent; the same id again is the same message
   */
  'POST /api/messages': {
    body: {
      to: string;
      type?: string;
      body: Json;
      correlation?: string;
      id?: string;
    };
    answer: {
      id: string;
      isNew: boolean;
    };
  };
}
