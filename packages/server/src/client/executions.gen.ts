// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Json, JsonObject } from '@batonhq/core';
import type { ExecutionDetails, ExecutionView, ExecutionResult, BranchPreview, Recorded, WrittenFile } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface ExecutionsRoutes {
  /**
   * Start an execution: of a workflow, of a plan that was agreed to, or of a goal that is planned for
   */
  'POST /api/orchestrate': {
    body: {
      workflow?: string | JsonObject;
      plan?: string;
      goal?: string;
      type?: string;
      description?: string;
      /**
       * @maxItems 100
       */
      requirements?: string[];
      businessContext?: JsonObject;
      input?: Json;
      priority?: number;
      idempotencyKey?: string;
      budget?: {
        money?: number;
        tokens?: number;
        calls?: number;
        time?: number;
        onExceeded?: 'ask' | 'fault';
      };
    };
    answer: {
      id: string;
    };
  };
  /**
   * One execution: what it is, what it waits for, its tasks
   */
  'GET /api/orchestrate/{id}': {
    params: {
      id: string;
    };
    answer: ExecutionDetails;
  };
  /**
   * How an execution ended; waits until it has
   */
  'GET /api/orchestrate/{id}/result': {
    params: {
      id: string;
    };
    answer: ExecutionResult;
  };
  /**
   * What happens in an execution, live, as server-sent events
   */
  'GET /api/orchestrate/stream/{id}': {
    params: {
      id: string;
    };
    answer: null;
  };
  /**
   * Pause an execution
   */
  'POST /api/orchestrate/{id}/pause': {
    params: {
      id: string;
    };
    answer: null;
  };
  /**
   * Resume an execution
   */
  'POST /api/orchestrate/{id}/resume': {
    params: {
      id: string;
    };
    answer: null;
  };
  /**
   * Cancel an execution
   */
  'POST /api/orchestrate/{id}/cancel': {
    params: {
      id: string;
    };
    answer: null;
  };
  /**
   * Send an execution a message that it may wait for
   */
  'POST /api/orchestrate/{id}/signal': {
    params: {
      id: string;
    };
    body: {
      name: string;
      data?: Json;
      id?: string;
    };
    answer: null;
  };
  /**
   * What branching off would do: outside calls that may be made again, and what flows in where it begins
   */
  'GET /api/orchestrate/{id}/branch': {
    params: {
      id: string;
    };
    query?: {
      from?: string;
    };
    answer: BranchPreview;
  };
  /**
   * Start a new execution that goes on from a point of this one
   */
  'POST /api/orchestrate/{id}/branch': {
    params: {
      id: string;
    };
    body: {
      from?: string;
      input?: Json;
      priority?: number;
    };
    answer: {
      id: string;
    };
  };
  /**
   * Ask people whether it shall go on by another definition: what has started stands in it as it is
   */
  'POST /api/orchestrate/{id}/revise': {
    params: {
      id: string;
    };
    body: {
      definition: JsonObject;
      because?: string;
    };
    answer: {
      approval: string;
    };
  };
  /**
   * Executions, newest first; `before` with the last id goes on
   */
  'GET /api/executions': {
    query?: {
      phase?: string;
      namespace?: string;
      name?: string;
      version?: string;
      parent?: string;
      text?: string;
      since?: number | null;
      until?: number | null;
      before?: string;
      limit?: number;
    };
    answer: {
      executions: ExecutionView[];
    };
  };
  /**
   * The events of an execution that are there, after event `after`
   */
  'GET /api/executions/{id}/events': {
    params: {
      id: string;
    };
    query?: {
      after?: number | null;
      limit?: number;
    };
    answer: {
      events: Recorded[];
    };
  };
  /**
   * The definition that an execution carries out
   */
  'GET /api/executions/{id}/definition': {
    params: {
      id: string;
    };
    answer: JsonObject;
  };
  /**
   * Pause, resume or cancel all executions that a filter finds; a dry run only counts them
   */
  'POST /api/executions/bulk': {
    body: {
      action: 'pause' | 'resume' | 'cancel';
      filter: {
        phase?: ('pending' | 'running' | 'waiting' | 'suspended' | 'cancelled' | 'faulted' | 'completed')[];
        namespace?: string;
        name?: string;
        version?: string;
        parent?: string;
        text?: string;
        since?: number | null;
        until?: number | null;
        /**
         * @maxItems 1000
         */
        ids?: string[];
      };
      dryRun?: boolean;
    };
    answer: {
      matched: number;
      done: number;
      refused: {
        id: string;
        reason: string;
      }[];
    };
  };
  /**
   * Files that an execution wrote into the workspace, as its journal tells, and what has become of them
   */
  'GET /api/executions/{id}/files': {
    params: {
      id: string;
    };
    answer: {
      files: WrittenFile[];
    };
  };
  /**
   * A file that an execution wrote: only one that the list of its files has, by the same `path`
   */
  'GET /api/executions/{id}/files/content': {
    params: {
      id: string;
    };
    query?: {
      path?: string;
    };
    answer: string;
  };
}
