import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { toExpression, toJq, toMapOrExpression, toTemplate } from './expression/write.ts';
import { inTask, seen, type Scope, type SeesOutput, type Standing } from './scope.ts';
import { schemaDocument, type Schema } from './schema.ts';
import type { Directed, Rule, TaskOptions } from './task-options.ts';

/** The options of any task. */
export type AnyOptions = TaskOptions<Scope, unknown, boolean | null, unknown, unknown, unknown, unknown> &
  Directed<string>;

/** A task with its options. What its kind has written already (`input.from`, `output`) is kept and comes first. */
export function withOptions(definition: JsonObject, options: AnyOptions): JsonObject {
  const { if: condition, then, metadata, timeout } = options;
  const after = afterStanding(definition);
  const input = inputWith(definition['input'], options.input?.schema);
  const output = ruleWith(definition['output'], options.output, after);
  const exported = ruleWith(definition['export'], options.export, after);
  return {
    ...(condition !== undefined && { if: toExpression(condition(seen(inTask))) }),
    ...definition,
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(exported !== undefined && { export: exported }),
    ...(timeout !== undefined && { timeout: timeoutOf(timeout) }),
    ...(then !== undefined && then !== 'continue' && { then }),
    ...(metadata !== undefined && { metadata: toTemplate(metadata) }),
  };
}

/** A time-out as a definition has it. */
export function timeoutOf(timeout: NonNullable<AnyOptions['timeout']>): Json {
  return typeof timeout === 'object' && 'named' in timeout ? timeout.named : { after: toTemplate(timeout) };
}

/** A schema as a definition has it. A definition checks and does not transform, so it holds what may come in. */
export function schemaOf(schema: Schema): JsonObject {
  return { document: schemaDocument(schema, 'input') };
}

/** `input` names what flowed in: after `input.from` that is no longer `$input`. */
function afterStanding({ input }: JsonObject): Standing {
  const transformed = isJsonObject(input) && input['from'] !== undefined;
  return { input: transformed ? '$task.input' : '$input', output: '.' };
}

function inputWith(written: Json | undefined, schema: Schema | undefined): JsonObject | undefined {
  const before = isJsonObject(written) ? written : undefined;
  return schema === undefined ? before : { ...before, schema: schemaOf(schema) };
}

/** A rule, whatever its types. */
export type AnyRule = Rule<SeesOutput<Scope, unknown>, unknown, unknown>;

/** An `output` or `export` as a definition has it. A schema looks at what `as` gives, so a new `as` ends an old schema. */
export function ruleWith(
  written: Json | undefined,
  { as, schema }: AnyRule = {},
  standing: Standing,
): JsonObject | undefined {
  const before = isJsonObject(written) ? written : {};
  const rule = {
    ...(as === undefined && before),
    ...(as !== undefined && { as: transformation(before['as'], as(seen(standing))) }),
    ...(schema !== undefined && { schema: schemaOf(schema) }),
  };
  return Object.keys(rule).length === 0 ? undefined : rule;
}

function transformation(before: Json | undefined, value: unknown): Json {
  return typeof before === 'string' ? `\${ ${bare(before)} | ${toJq(value)} }` : toMapOrExpression(value);
}

/** The expression inside `${ … }`. */
export function bare(expression: string): string {
  return expression.slice(2, -1).trim();
}
