// Written by `npm run client` out of the descriptions of the routes: change those.
import type { JsonObject } from '@batonhq/core';
import type { PlanPage, PlanRow, PlanDifference } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface PlansRoutes {
  /**
   * Plan for a goal and keep the plan; nothing is carried out. Streams with `Accept: text/event-stream`
   */
  'POST /api/plans': {
    body: {
      goal?: string;
      type?: string;
      description?: string;
      /**
       * @maxItems 100
       */
      requirements?: string[];
      businessContext?: JsonObject;
      budget?: {
        money?: number;
        tokens?: number;
        calls?: number;
        time?: number;
        onExceeded?: 'ask' | 'fault';
      };
    };
    answer: PlanPage;
  };
  /**
   * The plans that are kept, the newest change first
   */
  'GET /api/plans': {
    answer: {
      plans: PlanRow[];
    };
  };
  /**
   * A version of a plan, the newest by default, as it stands with the functions and the policy of now
   */
  'GET /api/plans/{name}': {
    params: {
      name: string;
    };
    query?: {
      version?: number;
    };
    answer: PlanPage;
  };
  /**
   * What changed between two versions: from the approved one, or the one before, to the newest, by default
   */
  'GET /api/plans/{name}/diff': {
    params: {
      name: string;
    };
    query?: {
      from?: number;
      to?: number;
    };
    answer: PlanDifference;
  };
  /**
   * Check a changed definition, an object or YAML, and keep it as the next version
   */
  'POST /api/plans/{name}/versions': {
    params: {
      name: string;
    };
    body: {
      definition: string | JsonObject;
    };
    answer: PlanPage;
  };
  /**
   * Make an earlier version the newest again; it has to be agreed to anew
   */
  'POST /api/plans/{name}/revert': {
    params: {
      name: string;
    };
    body: {
      version: number;
    };
    answer: PlanPage;
  };
  /**
   * Agree to a version: it may be carried out as long as nothing it rests on changes
   */
  'POST /api/plans/{name}/approve': {
    params: {
      name: string;
    };
    body: {
      version?: number;
      hash?: string;
    };
    answer: PlanPage;
  };
}
