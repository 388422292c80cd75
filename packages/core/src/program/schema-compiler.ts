import type { Json } from '../kernel/json.ts';
import type { SchemaCheck } from './data-rules.ts';

/** Compiles JSON Schemas; injected, because validators are large and the core is not. */
export interface SchemaCompiler {
  /** Throws a {@link SchemaSyntaxError} when `schema` is no JSON Schema. */
  compile(schema: Json): SchemaCheck;
}

/** A schema that cannot be compiled; the message says what is wrong with it. */
export class SchemaSyntaxError extends Error {
  override readonly name = 'SchemaSyntaxError';
}
