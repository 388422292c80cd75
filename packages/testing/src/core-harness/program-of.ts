import {
  compileProgram,
  formatDiagnostics,
  readDefinitionObject,
  type Evaluator,
  type Json,
  type JsonObject,
  type Program,
} from '@batonhq/core';
import { smallEvaluator } from '../expression/small-evaluator.ts';
import { smallSchemas } from '../expression/small-schemas.ts';

/** A definition as tests write it: its tasks, or more of it; the document is filled in. */
export type DefinitionText = readonly object[] | { readonly do: readonly object[]; readonly [member: string]: unknown };

/** A definition of a test that is not valid. */
export class UnusableDefinitionError extends Error {
  override readonly name = 'UnusableDefinitionError';
}

/** A whole definition as JSON. */
export function definitionOf(text: DefinitionText, name = 'test'): JsonObject {
  const document = { dsl: '1.0.3', namespace: 'test', name, version: '1.0.0' };
  const members: unknown = JSON.parse(JSON.stringify('do' in text ? text : { do: text }));
  return { document, ...(members as Readonly<Record<string, Json>>) };
}

/** Compiles a definition of a test. Throws {@link UnusableDefinitionError} with everything that is wrong with it. */
export function programOf(text: DefinitionText, evaluator: Evaluator = smallEvaluator()): Program {
  const { definition, diagnostics } = readDefinitionObject(definitionOf(text));
  if (definition === undefined) throw new UnusableDefinitionError(formatDiagnostics(diagnostics));
  const compiled = compileProgram(definition, { evaluator, schemas: smallSchemas() });
  if (compiled.program === undefined) throw new UnusableDefinitionError(formatDiagnostics(compiled.diagnostics));
  return compiled.program;
}
