import type { JsonObject } from '@batonhq/core';

/** Answers of agents: an object whose members are all needed. */
export function answerOf(properties: JsonObject): JsonObject {
  return { type: 'object', required: Object.keys(properties), additionalProperties: false, properties };
}

export const said: JsonObject = { type: 'string', minLength: 1 };
export const list: JsonObject = { type: 'array', items: said };
/** Where each thing that is claimed was found: paths of documents, or names of tools. */
export const sources: JsonObject = { type: 'array', items: said, minItems: 1 };

export function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: answerOf(properties) };
}
