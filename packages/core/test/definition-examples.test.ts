/** Every example document of the specification is accepted: shape, expressions, names and all. */
import { describe, expect, it } from 'vitest';
import { formatDiagnostics } from '../src/definition/diagnostic.ts';
import { readDefinition } from '../src/definition/read.ts';
import { compileProgram } from '../src/program/compile.ts';
import { jqEvaluator } from './jq-evaluator.ts';
import { exampleNames, hasSpecification, skipped, readSpecification } from './specification/folder.ts';

describe.skipIf(!hasSpecification)(`the examples of the specification${skipped}`, () => {
  it('are all there', () => expect(exampleNames()).toHaveLength(66));

  it.each(exampleNames().map((name) => ({ name })))('$name', ({ name }) => {
    const { definition, diagnostics } = readDefinition(readSpecification(`examples/${name}`), { file: name });
    expect(formatDiagnostics(diagnostics)).toBe('');
    if (definition === undefined) return;
    const compiled = compileProgram(definition, { evaluator: jqEvaluator(), schemas: { compile: () => () => [] } });
    expect(formatDiagnostics(compiled.diagnostics)).toBe('');
    expect(compiled.program?.reference.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
