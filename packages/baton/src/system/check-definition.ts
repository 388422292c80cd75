import {
  compileProgram,
  readDefinition,
  readDefinitionObject,
  type DefinitionReference,
  type Diagnostic,
  type JsonObject,
  type Program,
  type ReadResult,
} from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';

/** What a look at a definition found, before anything of it is published. */
export interface CheckedDefinition {
  /** `namespace/name:version`, when it is valid. */
  readonly reference?: string;
  /** Its names, its version and its hash, when it is valid. */
  readonly names?: DefinitionReference;
  /** The definition as written, when it is valid. */
  readonly definition?: JsonObject;
  /** What it compiles to, when it is valid. */
  readonly program?: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and compiles a definition, and says everything there is to say about it. */
export function checkDefinition(
  source: { readonly text: string } | { readonly object: unknown },
  file: string,
): CheckedDefinition {
  return compiled(
    'text' in source ? readDefinition(source.text, { file }) : readDefinitionObject(source.object, { file }),
  );
}

function compiled({ definition, diagnostics }: ReadResult): CheckedDefinition {
  if (definition === undefined) return { diagnostics };
  const result = compileProgram(definition, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  if (result.program === undefined) return { diagnostics: result.diagnostics };
  const { namespace, name, version } = result.program.reference;
  return {
    reference: `${namespace}/${name}:${version}`,
    names: result.program.reference,
    definition: definition.json,
    program: result.program,
    diagnostics: result.diagnostics,
  };
}
