// Written by `npm run client` out of the descriptions of the routes: change those.
import type { JsonObject } from '@batonhq/core';
import type { DefinitionRow, DefinitionPage } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface DefinitionsRoutes {
  /**
   * Validate a definition and publish it under its version
   */
  'POST /api/definitions': {
    body: {
      definition: string | JsonObject;
    };
    answer: {
      namespace: string;
      name: string;
      version: string;
      hash: string;
      definition: JsonObject;
    };
  };
  /**
   * All definitions that were published, each with its versions
   */
  'GET /api/definitions': {
    answer: {
      definitions: DefinitionRow[];
    };
  };
  /**
   * A published definition, the newest version by default, also as YAML
   */
  'GET /api/definitions/{namespace}/{name}': {
    params: {
      namespace: string;
      name: string;
    };
    query?: {
      version?: string;
    };
    answer: DefinitionPage;
  };
}
