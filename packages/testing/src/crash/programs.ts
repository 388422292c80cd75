import { compileProgram, readDefinitionObject, type CatalogEntry, type Program } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';

/** A definition in a journal does not compile. */
class UnknownProgramError extends Error {
  override readonly name = 'UnknownProgramError';
}

/** Compiles what journals name, each definition once. */
export class Programs {
  readonly #known = new Map<string, Program>();
  readonly #options = { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() };

  compile(entry: CatalogEntry): Program {
    const known = this.#known.get(entry.hash);
    if (known !== undefined) return known;
    const { definition } = readDefinitionObject(entry.definition);
    const program = definition === undefined ? undefined : compileProgram(definition, this.#options).program;
    if (program === undefined) throw new UnknownProgramError(entry.name);
    this.#known.set(entry.hash, program);
    return program;
  }
}
