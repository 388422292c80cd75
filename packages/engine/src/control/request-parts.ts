import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { Context } from 'hono';
import { RequestError } from './problem.ts';

/** The body of a request: a JSON object, an empty one when there is none. */
export async function bodyOf(context: Context): Promise<JsonObject> {
  const text = await context.req.text();
  if (text === '') return {};
  const body = parsed(text);
  if (!isJsonObject(body)) throw new RequestError('the body must be a JSON object');
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestError(`the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A member that is a number. */
export function numberIn(name: string, text: string | undefined): number | undefined {
  const value = text === undefined ? undefined : Number(text);
  if (value === undefined || Number.isSafeInteger(value)) return value;
  throw new RequestError(`${name} must be a whole number`);
}

/** A member that is a text, if it is there. */
export function textIn(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new RequestError(`${name} must be a text`);
}

/** A member that must be there and be a text. */
export function needed(body: JsonObject, name: string): string {
  const value = textIn(body, name);
  if (value === undefined) throw new RequestError(`${name} is missing`);
  return value;
}

/** A member of its own, or none when there is no value. */
export function given<K extends string, T>(name: K, value: T | undefined): { readonly [name in K]?: T } {
  const members: { [name in K]?: T } = {};
  if (value !== undefined) members[name] = value;
  return members;
}
