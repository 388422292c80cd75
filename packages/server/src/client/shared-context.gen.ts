// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Json, JsonObject } from '@batonhq/core';
import type { SharedValue } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface SharedContextRoutes {
  /**
   * Shared values, by scope and key
   */
  'GET /api/context': {
    query?: {
      scope?: string;
      prefix?: string;
    };
    answer: {
      values: SharedValue[];
    };
  };
  /**
   * Write a shared value; 409 when somebody else wrote meanwhile, and that is recorded
   */
  'PUT /api/context': {
    body: {
      scope?: string;
      key: string;
      value: Json;
      expected?: number;
      merge?: 'add' | 'append' | 'union' | 'fields' | 'max' | 'min';
      resolves?: number[];
    };
    answer: {
      version: number;
    };
  };
  /**
   * What happened to a shared value
   */
  'GET /api/context/history': {
    query: {
      scope?: string;
      key: string;
    };
    answer: {
      facts: JsonObject[];
    };
  };
}
