import type { Json, RepeatRule } from '@batonhq/core';
import { fault, FaultError } from '@batonhq/core';
import type { FunctionContext, FunctionDefinition } from '@batonhq/engine';
import { schemaDocument, type Schema, type SchemaResult } from './schema.ts';

/** A function as it is written: schemas instead of JSON Schemas, and `run` typed by them. */
export interface FunctionOptions<In, Parsed, Returned, Out> {
  readonly name: string;
  /** Semantic version, `1.0.0` by default. */
  readonly version?: string;
  /** What callers give; `run` gets what the schema makes of it. */
  readonly input?: Schema<In, Parsed>;
  /** What `run` returns; callers get what the schema makes of it. */
  readonly output?: Schema<Returned, Out>;
  /** What may be done when the process died while it ran; `keyed` by default. */
  readonly repeat?: RepeatRule;
  /** Whatever goes through `context` is recorded and is not done again. */
  readonly run: (context: FunctionContext, input: Parsed) => Returned | Promise<Returned>;
}

/** A function that `registerFunction` takes and `call` knows the types of. */
export interface TypedFunction<In, Out> extends FunctionDefinition {
  readonly version: string;
  /** Never there: it carries the types. */
  readonly '~types'?: { readonly input: (input: In) => void; readonly output: Out };
}

/**
 * Defines a function once: register it with the system, and call it in workflows with its types.
 *
 * @example
 * const quote = defineFunction({
 *   name: 'quote',
 *   input: z.object({ sku: z.string(), amount: z.number() }),
 *   output: z.object({ price: z.number() }),
 *   run: async (_context, { sku, amount }) => ({ price: (await priceOf(sku)) * amount }),
 * });
 * system.registerFunction(quote);
 * flow.do('quote', call(quote, ({ input }) => ({ sku: input.sku, amount: 1 })));
 */
export function defineFunction<In = unknown, Parsed = Json, Returned = unknown, Out = Returned>(
  options: FunctionOptions<In, Parsed, Returned, Out>,
): TypedFunction<In, Out>;
export function defineFunction(options: FunctionOptions<unknown, unknown, unknown, unknown>): FunctionDefinition {
  const { name, version = '1.0.0', input, output, repeat, run } = options;
  return {
    name,
    version,
    ...(input !== undefined && { input: schemaDocument(input, 'input') }),
    ...(output !== undefined && { output: schemaDocument(output, 'output') }),
    ...(repeat !== undefined && { repeat }),
    async run(context, given) {
      const parsed = input === undefined ? given : await parse(input, given, `the input of ${name}`);
      const returned = await run(context, parsed);
      return output === undefined ? returned : parse(output, returned, `the output of ${name}`);
    },
  };
}

async function parse(schema: Schema, value: unknown, what: string): Promise<unknown> {
  const result: SchemaResult<unknown> = await schema['~standard'].validate(value);
  if (result.issues === undefined) return result.value;
  throw new FaultError(
    fault('validation', `${what} is not valid: ${result.issues.map(({ message }) => message).join('; ')}`),
  );
}
