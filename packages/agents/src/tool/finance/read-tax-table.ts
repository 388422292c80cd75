import { fault, FaultError, formatDiagnostics, readDocument, type Json, type JsonObject } from '@batonhq/core';
import { JsonSchemaCompiler } from '@batonhq/engine';
import type { TaxTable } from './tax-table.ts';

const money = { type: 'number', minimum: 0 };
const fraction = { type: 'number', minimum: 0, maximum: 1 };
const brackets = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'array',
    minItems: 2,
    maxItems: 2,
    prefixItems: [{ type: ['number', 'null'], exclusiveMinimum: 0 }, fraction],
  },
};
const byFiling = (of: Json): JsonObject => whole({ single: of, married: of });

const schema = whole(
  {
    country: { type: 'string', minLength: 1 },
    year: { type: 'integer', minimum: 1900 },
    brackets: byFiling(brackets),
    standardDeduction: byFiling(money),
    selfEmployment: whole({ share: fraction, pension: fraction, health: fraction, base: money }),
    businessDeduction: fraction,
    sources: whole(
      Object.fromEntries(
        ['brackets', 'standardDeduction', 'selfEmployment', 'businessDeduction'].map((name) => [
          name,
          { type: 'string', minLength: 1 },
        ]),
      ),
    ),
  },
  { checked: { type: 'string' } },
);

/** An object with these members and no others. */
function whole(required: JsonObject, optional: JsonObject = {}): JsonObject {
  return {
    type: 'object',
    required: Object.keys(required),
    additionalProperties: false,
    properties: { ...required, ...optional },
  };
}

/**
 * Reads a tax table of one's own from YAML or JSON.
 *
 * @throws {FaultError} validation, with the file, the place and what was expected.
 */
export function readTaxTable(text: string, file: string): TaxTable {
  const { value, diagnostics } = readDocument(text, { file });
  if (value === undefined) throw refused(`${file} cannot be read: ${formatDiagnostics(diagnostics)}`);
  const problems = new JsonSchemaCompiler().compile(schema)(value);
  if (problems.length > 0) throw refused(`${file} is no tax table: ${problems.join('; ')}`);
  const table: TaxTable = JSON.parse(JSON.stringify(value));
  for (const rows of Object.values(table.brackets)) checkOrder(rows, file);
  return table;
}

/** Brackets go up, and the last one has no end. */
function checkOrder(rows: TaxTable['brackets']['single'], file: string): void {
  const ends = rows.map(([until]) => until ?? Infinity);
  const isAscending = ends.every((end, index) => index === 0 || end > (ends[index - 1] ?? 0));
  if (!isAscending || ends.at(-1) !== Infinity)
    throw refused(`${file}: brackets go up, and the last one ends nowhere: [null, 0.37]`);
}

function refused(message: string): FaultError {
  return new FaultError(fault('validation', message));
}
