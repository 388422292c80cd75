import { readDefinitionName } from '@batonhq/core';
import type { StartRequest } from '@batonhq/engine';
import { RefusalError } from './refusal.ts';

/**
 * Reads `namespace/name` or `namespace/name:version`, the name of a published definition.
 *
 * @throws {RefusalError} for anything else.
 */
export function definitionNamed(workflow: string): StartRequest['definition'] {
  const named = readDefinitionName(workflow);
  if (named !== null) return { ...named };
  throw new RefusalError(400, 'workflow must be a definition, namespace/name or namespace/name:version');
}
