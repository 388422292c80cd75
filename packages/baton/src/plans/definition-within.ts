import { isJsonObject, type Budget, type JsonObject } from '@batonhq/core';

/** A plan's definition that may spend no more than this: what is agreed to is what holds. */
export function definitionWithin(definition: JsonObject, budget: Budget): JsonObject {
  const document = objectOr(definition['document']);
  return { ...definition, document: { ...document, metadata: { ...objectOr(document['metadata']), budget } } };
}

function objectOr(value: JsonObject[string] | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
