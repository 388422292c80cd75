import { readDefinitionName, type DefinitionName } from '@batonhq/core';
import { RequestError } from './request-error.ts';

/** Reads `namespace/name` or `namespace/name:version`. Throws {@link RequestError}. */
export function parseWorkflowReference(text: string): DefinitionName {
  const named = readDefinitionName(text);
  if (named !== null) return named;
  throw new RequestError(`\`${text}\` names no workflow: write namespace/name or namespace/name:version`);
}
