import type { StartRequest } from '@batonhq/engine';
import { RefusalError } from './refusal.ts';

/**
 * Reads `namespace/name` or `namespace/name:version`, the name of a published definition.
 *
 * @throws {RefusalError} for anything else.
 */
export function definitionNamed(workflow: string): StartRequest['definition'] {
  const [, namespace, name, version] = /^([^/:]+)\/([^/:]+)(?::([^/:]+))?$/.exec(workflow) ?? [];
  if (namespace === undefined || name === undefined)
    throw new RefusalError(400, 'workflow must be a definition, namespace/name or namespace/name:version');
  return { namespace, name, ...(version !== undefined && { version }) };
}
