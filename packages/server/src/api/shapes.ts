import type { Json, JsonObject } from '@batonhq/core';
import { z } from '@hono/zod-openapi';

/** Anything that JSON can say; what was parsed is nothing else. */
export const json = z
  .custom<Json>((value) => value !== undefined, 'a value')
  .openapi({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] });

/** A JSON object. */
export const object = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object')
  .openapi({ type: 'object' });

/** The id of an execution in an address. */
export const execution = z.object({ id: z.string().min(1).max(200).openapi({ example: 'order-4711' }) });

/** A whole number in a query, which is text. */
export const whole = z.coerce.number().int().nonnegative();

/** What many routes answer: the id of something that was started. */
export const started = z.object({ id: z.string() });
