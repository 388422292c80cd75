import { compileProgram, readDefinitionObject, type CatalogEntry, type Program } from '@batonhq/core';
import { DefinitionError } from '../errors.ts';
import { jqEvaluator } from './evaluator.ts';
import { JsonSchemaCompiler } from './schema-compiler.ts';

/**
 * Compiles definitions that a journal has kept, each once. They were valid when they were kept.
 *
 * @throws {DefinitionError} for one that this version cannot compile.
 * @example
 * const compile = programCompiler();
 * const program = compile(entry);
 */
export function programCompiler(): (entry: CatalogEntry) => Program {
  const known = new Map<string, Program>();
  const options = { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() };
  return (entry) => {
    const program = known.get(entry.hash) ?? compile(entry, options);
    known.set(entry.hash, program);
    return program;
  };
}

function compile(entry: CatalogEntry, options: Parameters<typeof compileProgram>[1]): Program {
  const { definition, diagnostics } = readDefinitionObject(entry.definition);
  const compiled = definition === undefined ? { diagnostics } : compileProgram(definition, options);
  if ('program' in compiled && compiled.program !== undefined) return compiled.program;
  throw new DefinitionError(compiled.diagnostics);
}
