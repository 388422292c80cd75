import type { DataSchema, Input, Output } from '../definition/schema/data.ts';
import type { Computed } from '../expression/evaluator.ts';
import type { JsonObject } from '../kernel/json.ts';
import { deeper, type Compilation, type Path, type Site } from './compilation.ts';
import type { InputRules, OutputRules, SchemaCheck } from './data-rules.ts';

/** Compiles `input`. */
export function inputRules(compilation: Compilation, input: Input | undefined, site: Site): InputRules {
  if (input === undefined) return {};
  const check = schemaCheck(compilation, input.schema, [...site.path, 'schema']);
  const from = transformation(compilation, input.from, deeper(site, 'from'));
  return { ...(check !== undefined && { check }), ...(from !== undefined && { from }) };
}

/** Compiles `output` or `export`. */
export function outputRules(compilation: Compilation, output: Output | undefined, site: Site): OutputRules {
  if (output === undefined) return {};
  const check = schemaCheck(compilation, output.schema, [...site.path, 'schema']);
  const as = transformation(compilation, output.as, deeper(site, 'as'));
  return { ...(as !== undefined && { as }), ...(check !== undefined && { check }) };
}

function transformation(
  compilation: Compilation,
  value: string | JsonObject | undefined,
  site: Site,
): Computed | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? compilation.computed(value, site) : compilation.template(value, site);
}

/** A schema that stands elsewhere is fetched before a definition is executed; without it data is refused, not let through. */
function schemaCheck(compilation: Compilation, schema: DataSchema | undefined, path: Path): SchemaCheck | undefined {
  if (schema === undefined) return undefined;
  const format = schema.format?.split(':')[0] ?? 'json';
  if (format !== 'json') {
    compilation.report([...path, 'format'], {
      message: `schemas of format "${format}" are not supported`,
      expected: 'json',
    });
    return undefined;
  }
  if ('document' in schema) return compilation.schema(schema.document, [...path, 'document']);
  return () => ['its schema stands elsewhere and was not fetched: publish the definition or start it by an engine'];
}
