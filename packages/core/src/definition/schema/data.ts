import type { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { externalResource } from './endpoint.ts';
import { byKey, choose, mustBe, strict } from './parts.ts';
import { anyMap, expression, json, text } from './text.ts';

/** A schema, written here or fetched. */
const dataSchema = byKey({
  document: strict({ format: text.optional(), document: json }),
  resource: strict({ format: text.optional(), resource: externalResource }),
});

/** A schema as written. */
export type DataSchema = z.output<typeof dataSchema>;

/** An expression, or a map in which texts may be expressions. */
const transformation = choose<string | JsonObject>((value) => {
  if (typeof value === 'string') return { schema: expression };
  return isJsonObject(value) ? { schema: anyMap } : mustBe(value, 'an expression, or a map');
});

/** `input` of a workflow or task. */
export const input = strict({ schema: dataSchema.optional(), from: transformation.optional() });

/** `output` of a workflow or task, and `export`. */
export const output = strict({ schema: dataSchema.optional(), as: transformation.optional() });

/** `input` as written. */
export type Input = z.output<typeof input>;

/** `output` or `export` as written. */
export type Output = z.output<typeof output>;
