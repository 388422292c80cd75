import { isJsonObject, formatDiagnostics, readDocument, type Json } from '@batonhq/core';
import { JsonSchemaCompiler } from '@batonhq/engine';
import { PriceTableError } from './price-table-error.ts';
import type { PriceTable } from './price-table.ts';

const money = { type: 'number', minimum: 0 };
const rates = { input: money, cached: money, output: money };

const schema = {
  type: 'object',
  required: ['models'],
  additionalProperties: false,
  properties: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    models: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['input', 'output'],
        additionalProperties: false,
        properties: {
          ...rates,
          image: money,
          upTo: { type: 'integer', minimum: 1 },
          beyond: {
            type: 'object',
            required: ['tokens', 'input', 'output'],
            additionalProperties: false,
            properties: { tokens: { type: 'integer', minimum: 1 }, ...rates },
          },
          date: { type: 'string' },
          source: { type: 'string' },
        },
      },
    },
  },
};

/**
 * Reads a table of prices from YAML or JSON. Throws `PriceTableError` with the file, the place and what was expected.
 *
 * @example
 * ```ts
 * import { PriceList, readPrices } from '@batonhq/agents';
 *
 * const text = 'currency: EUR\nmodels:\n  openai/gpt-5: { input: 1.1, output: 9 }\n';
 * console.log(new PriceList(readPrices(text, 'prices.yaml')).currency); // EUR
 * ```
 */
export function readPrices(text: string, file: string): PriceTable {
  const { value, diagnostics } = readDocument(text, { file });
  if (value === undefined) throw new PriceTableError(formatDiagnostics(diagnostics));
  return checkPrices(value, file);
}

/** The same for a table that is data already. */
export function checkPrices(value: unknown, where: string): PriceTable {
  const problems = new JsonSchemaCompiler().compile(schema)(value as Json);
  if (!isTable(value, problems)) throw new PriceTableError(problems.map((one) => `${where}: ${one}`).join('\n'));
  return value;
}

/** The schema has been checked. */
function isTable(value: unknown, problems: readonly string[]): value is PriceTable {
  return problems.length === 0 && isJsonObject(value);
}
