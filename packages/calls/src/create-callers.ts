import type { Callers } from '@batonhq/engine';
import type { CallOptions } from './options.ts';
import { DocumentCache } from './resource/document-cache.ts';

/**
 * Callers for the protocols and processes of the workflow language, to be given to an engine.
 *
 * Clients are loaded when the first call needs them: who calls nothing pays nothing.
 *
 * @example
 * const engine = await createEngine({ journal, callers: createCallers({ files: ['./apis'] }) });
 */
export function createCallers(options: CallOptions = {}): Callers {
  const documents = new DocumentCache(options.files ?? []);
  return {
    protocols: {
      openapi: async (call) => (await import('./openapi/openapi-caller.ts')).callOpenapi(call, documents),
    },
  };
}
