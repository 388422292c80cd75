import { isJsonObject, type JsonObject } from '@batonhq/core';
import { BuilderError } from './builder-error.ts';

/** What checking a value gives: the value, or what is wrong with it. */
export type SchemaResult<Out> =
  | { readonly value: Out; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/**
 * A schema of any library that implements Standard Schema with JSON Schema: zod 4.2 and later, ArkType, Valibot with its
 * converter; or {@link jsonSchema}. `In` is what may come in, `Out` what the library makes of it.
 */
export interface Schema<In = unknown, Out = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Out> | Promise<SchemaResult<Out>>;
    readonly types?: { readonly input: In; readonly output: Out } | undefined;
    readonly jsonSchema: {
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Readonly<Record<string, unknown>>;
      readonly output: (options: { readonly target: 'draft-2020-12' }) => Readonly<Record<string, unknown>>;
    };
  };
}

/**
 * A plain JSON Schema with the type it stands for; nothing checks that they agree.
 *
 * @example
 * const tags = jsonSchema<readonly string[]>({ type: 'array', items: { type: 'string' } });
 */
export function jsonSchema<T>(document: JsonObject): Schema<T, T>;
export function jsonSchema(document: JsonObject): Schema {
  const convert = (): JsonObject => document;
  return {
    '~standard': {
      version: 1,
      vendor: 'baton',
      validate: (value) => ({ value }),
      jsonSchema: { input: convert, output: convert },
    },
  };
}

/** The JSON Schema of what comes in (`input`) or of what the library makes of it (`output`). */
export function schemaDocument(schema: Schema, side: 'input' | 'output'): JsonObject {
  const { vendor, jsonSchema: converter } = schema['~standard'];
  const document: unknown = JSON.parse(JSON.stringify(converted(vendor, () => converter[side]({ target }))));
  if (!isJsonObject(document)) throw new BuilderError(`the schema (${vendor}) gives no JSON Schema`);
  return document;
}

const target = 'draft-2020-12';

function converted<T>(vendor: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    throw new BuilderError(`the schema (${vendor}) has no JSON Schema, so no definition can hold it`, { cause: error });
  }
}
