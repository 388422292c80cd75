// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Json } from '@batonhq/core';
import type { PendingApproval } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface ApprovalsRoutes {
  /**
   * What waits for an answer, the oldest question first: the call as it will be made, why, until when
   */
  'GET /api/approvals': {
    answer: {
      approvals: PendingApproval[];
    };
  };
  /**
   * Let the call be made
   */
  'POST /api/approvals/{id}/approve': {
    params: {
      id: string;
    };
    body: {
      comment?: string;
    };
    answer: null;
  };
  /**
   * Do not let the call be made
   */
  'POST /api/approvals/{id}/deny': {
    params: {
      id: string;
    };
    body: {
      comment?: string;
    };
    answer: null;
  };
  /**
   * Change what a function or a workflow is given: that is another question
   */
  'POST /api/approvals/{id}/amend': {
    params: {
      id: string;
    };
    body: {
      input: Json;
      comment?: string;
    };
    answer: {
      id: string;
    };
  };
}
