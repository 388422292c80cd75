// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Json } from '@batonhq/core';
import type { ScheduleView, SchedulePage } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface SchedulesRoutes {
  /**
   * All schedules
   */
  'GET /api/schedules': {
    answer: {
      schedules: ScheduleView[];
    };
  };
  /**
   * A schedule and its next occurrences
   */
  'GET /api/schedules/{namespace}/{name}': {
    params: {
      namespace: string;
      name: string;
    };
    query?: {
      count?: number;
    };
    answer: SchedulePage;
  };
  /**
   * Pause a schedule
   */
  'POST /api/schedules/{namespace}/{name}/pause': {
    params: {
      namespace: string;
      name: string;
    };
    answer: null;
  };
  /**
   * Resume a schedule
   */
  'POST /api/schedules/{namespace}/{name}/resume': {
    params: {
      namespace: string;
      name: string;
    };
    answer: null;
  };
  /**
   * Delete a schedule
   */
  'POST /api/schedules/{namespace}/{name}/delete': {
    params: {
      namespace: string;
      name: string;
    };
    answer: null;
  };
  /**
   * Start an execution of it now
   */
  'POST /api/schedules/{namespace}/{name}/trigger': {
    params: {
      namespace: string;
      name: string;
    };
    body: {
      input?: Json;
      request?: string;
    };
    answer: {
      id: string;
    };
  };
}
