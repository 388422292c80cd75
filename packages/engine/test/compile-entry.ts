import { compileProgram, readDefinitionObject, type CatalogEntry, type Program } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';

/** Compiles a definition of the catalog, which was valid when it was put there. */
export function compileEntry(entry: CatalogEntry): Program {
  const { definition } = readDefinitionObject(entry.definition);
  const options = { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() };
  const program = definition === undefined ? undefined : compileProgram(definition, options).program;
  if (program === undefined) throw new RangeError(`${entry.name} does not compile`);
  return program;
}
