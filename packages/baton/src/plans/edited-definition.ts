import { isJsonObject, type JsonObject } from '@batonhq/core';

/** A plan's definition that somebody changed: whoever did is where it comes from now. */
export function editedDefinition(definition: JsonObject, by: string): JsonObject {
  const document = isJsonObject(definition['document']) ? definition['document'] : {};
  const metadata = isJsonObject(document['metadata']) ? document['metadata'] : {};
  const origin = { planner: `edited by ${by}`, confidence: 1, why: 'somebody changed it' };
  return { ...definition, document: { ...document, metadata: { ...metadata, origin } } };
}
