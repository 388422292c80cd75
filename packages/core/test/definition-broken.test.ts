/**
 * What people read when a definition is broken: all problems at once, each with its place, what was expected and what
 * to do. The expected texts stand beside the documents; `vitest -u` writes them anew, to be read before they are kept.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatDiagnostics, hasErrors, type Diagnostic } from '../src/definition/diagnostic.ts';
import { readDefinition } from '../src/definition/read.ts';
import type { Json } from '../src/kernel/json.ts';
import { isJsonObject } from '../src/kernel/json.ts';
import { compileProgram } from '../src/program/compile.ts';
import { SchemaSyntaxError, type SchemaCompiler } from '../src/program/schema-compiler.ts';
import { jqEvaluator } from './jq-evaluator.ts';

const folder = join(import.meta.dirname, 'broken');
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

const schemas: SchemaCompiler = {
  compile(schema: Json) {
    const type = isJsonObject(schema) ? schema['type'] : undefined;
    if (type !== undefined && type !== 'object') throw new SchemaSyntaxError(`"type" must be one of the types of JSON`);
    return () => [];
  },
};

const diagnose = (name: string): readonly Diagnostic[] => {
  const text = readFileSync(join(folder, name), 'utf8');
  const { definition, diagnostics } = readDefinition(text, { file: name });
  if (definition === undefined) return diagnostics;
  const compiled = compileProgram(definition, { evaluator: jqEvaluator(), schemas });
  expect(compiled.program).toBeUndefined();
  return compiled.diagnostics;
};

describe('a broken definition', () => {
  it('is one of at least thirty', () => expect(names.length).toBeGreaterThanOrEqual(30));

  it.each(names)('%s is explained', async (name) => {
    const diagnostics = diagnose(name);
    expect(hasErrors(diagnostics)).toBe(true);
    for (const { line, column } of diagnostics) expect(Math.min(line, column)).toBeGreaterThan(0);
    await expect(`${formatDiagnostics(diagnostics)}\n`).toMatchFileSnapshot(
      join(folder, name.replace('.yaml', '.txt')),
    );
  });
});
