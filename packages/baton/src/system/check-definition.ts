import { compileProgram, readDefinition, type Diagnostic, type JsonObject } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';

/** What a look at a definition found, before anything of it is published. */
export interface CheckedDefinition {
  /** `namespace/name:version`, when it is valid. */
  readonly reference?: string;
  /** The definition as written, when it is valid. */
  readonly definition?: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and compiles a definition, and says everything there is to say about it. */
export function checkDefinition(text: string, file: string): CheckedDefinition {
  const { definition, diagnostics } = readDefinition(text, { file });
  if (definition === undefined) return { diagnostics };
  const compiled = compileProgram(definition, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  if (compiled.program === undefined) return { diagnostics: compiled.diagnostics };
  const { namespace, name, version } = compiled.program.reference;
  return {
    reference: `${namespace}/${name}:${version}`,
    definition: definition.json,
    diagnostics: compiled.diagnostics,
  };
}
