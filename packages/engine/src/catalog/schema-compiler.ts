import { isJsonObject, SchemaSyntaxError, type Json, type SchemaCheck, type SchemaCompiler } from '@batonhq/core';
import { Ajv } from 'ajv';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';

/** Problems shown of one value. */
const shown = 5;

/**
 * Compiles JSON Schemas: draft 2020-12, and draft 7 where `$schema` says so.
 *
 * Nothing is fetched: a reference to another document is an error.
 */
export class JsonSchemaCompiler implements SchemaCompiler {
  #newest: Ajv2020 | undefined;
  #older: Ajv | undefined;

  /** Turns a schema into a check. Throws `SchemaSyntaxError`. */
  compile(schema: Json): SchemaCheck {
    if (typeof schema !== 'boolean' && !isJsonObject(schema))
      throw new SchemaSyntaxError('a JSON Schema is an object or a boolean');
    const validator = this.#validatorFor(schema);
    try {
      const validate = validator.compile(typeof schema === 'boolean' ? schema : { ...schema });
      return (value) => (validate(value) ? [] : (validate.errors ?? []).slice(0, shown).map(describe));
    } catch (error) {
      throw new SchemaSyntaxError(error instanceof Error ? error.message : String(error));
    } finally {
      if (isJsonObject(schema) && typeof schema['$id'] === 'string') validator.removeSchema(schema['$id']);
    }
  }

  #validatorFor(schema: Json): Ajv | Ajv2020 {
    const dialect = isJsonObject(schema) ? schema['$schema'] : undefined;
    const options = {
      strict: false,
      allErrors: true,
      validateFormats: false,
      addUsedSchema: false,
      logger: false,
    } as const;
    if (typeof dialect === 'string' && dialect.includes('draft-07')) return (this.#older ??= new Ajv(options));
    return (this.#newest ??= new Ajv2020(options));
  }
}

function describe({ instancePath, message, params }: ErrorObject): string {
  // Of members that are too much the message does not say which.
  const { additionalProperty, unevaluatedProperty }: Record<string, unknown> = params;
  const name = additionalProperty ?? unevaluatedProperty;
  const which = typeof name === 'string' ? `: ${name}` : '';
  return `${instancePath === '' ? 'it' : instancePath} ${message ?? 'is not valid'}${which}`;
}
