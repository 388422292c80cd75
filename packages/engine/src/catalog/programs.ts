import {
  compileProgram,
  readDefinition,
  readDefinitionObject,
  type CatalogEntry,
  type Evaluator,
  type Journal,
  type JsonObject,
  type Program,
  type ReadResult,
} from '@batonhq/core';
import { DefinitionError, NotFoundError } from '../errors.ts';
import { freeze, refersElsewhere, type ReadDocument } from './freeze.ts';
import type { JsonSchemaCompiler } from './schema-compiler.ts';

/** What names a published definition; the newest version when none is given. */
export interface DefinitionName {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}

/** What compiling definitions needs. */
export interface ProgramsHost {
  readonly journal: Pick<Journal, 'keep' | 'publish' | 'definition' | 'findDefinition'>;
  readonly evaluator: Evaluator;
  readonly schemas: JsonSchemaCompiler;
  /** Fetches what definitions refer to when they are kept or published; without it they may refer to nothing. */
  readonly documents?: ReadDocument;
  /** Adds pins to the calls of a definition that is being published; null when there is nothing to add. */
  pin?(program: Program): Promise<JsonObject | null>;
}

/** Programs kept, the oldest going first. */
const kept = 500;

/** Texts of definitions kept, and how long one of them may be. */
const keptTexts = 100;
const longestText = 100_000;

/**
 * Definitions compiled to programs, each once.
 *
 * A program is a function of its definition, and definitions are found by the hash of their content, so what is kept
 * here is never out of date. Which version is the newest is asked of the journal.
 */
export class Programs {
  readonly #host: ProgramsHost;
  readonly #byHash = new Map<string, Program>();
  readonly #hashByName = new Map<string, string>();
  /** What was kept lately, by its text: the same definition often comes with every start. */
  readonly #byText = new Map<string, Program>();

  constructor(host: ProgramsHost) {
    this.#host = host;
  }

  /** Checks a definition and publishes it under its version. Throws {@link DefinitionError}. */
  async publish(source: JsonObject | string): Promise<{ readonly entry: CatalogEntry; readonly program: Program }> {
    const read = typeof source === 'string' ? readDefinition(source) : readDefinitionObject(source);
    const program = await this.#pin(await this.#freeze(read));
    await this.#host.journal.publish(entryOf(program));
    this.#keep(program);
    this.#hashByName.clear();
    return { entry: entryOf(program), program };
  }

  /**
   * Checks a definition and keeps it for the executions that are started of it, without claiming its version: whoever
   * edits a definition and starts it again gets what was written. Throws {@link DefinitionError}.
   */
  async keep(source: JsonObject): Promise<Program> {
    const text = JSON.stringify(source);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const program = await this.#freeze(readDefinitionObject(source));
    await this.#host.journal.keep(entryOf(program));
    this.#keep(program);
    if (text.length <= longestText) keepNewest(this.#byText.set(text, program), keptTexts);
    return program;
  }

  /** The program of a definition in the catalog. Throws {@link NotFoundError}. */
  async byHash(hash: string): Promise<Program> {
    const known = this.#byHash.get(hash);
    if (known !== undefined) return known;
    const entry = await this.#host.journal.definition(hash);
    if (entry === null) throw new NotFoundError(`there is no definition with the hash ${hash}`);
    return this.#adopt(entry);
  }

  /** The program of a published version, or of the newest one; null when there is none. */
  async find(name: DefinitionName): Promise<Program | null> {
    const key = `${name.namespace}/${name.name}:${name.version ?? 'latest'}`;
    const known = this.#byHash.get(this.#hashByName.get(key) ?? '');
    if (known !== undefined) return known;
    const entry = await this.#host.journal.findDefinition(name);
    if (entry === null) return null;
    keepNewest(this.#hashByName.set(key, entry.hash), kept);
    return this.#byHash.get(entry.hash) ?? this.#adopt(entry);
  }

  #adopt(entry: CatalogEntry): Program {
    const program = this.#compile(readDefinitionObject(entry.definition));
    this.#keep(program);
    return program;
  }

  /** Problems of the definition itself come first, with their places; those of what it refers to after it was fetched. */
  async #freeze(read: ReadResult): Promise<Program> {
    const { documents } = this.#host;
    const program = this.#compile(read);
    if (documents === undefined || read.definition === undefined || !refersElsewhere(read.definition.json))
      return program;
    return this.#compile(readDefinitionObject(await freeze(read.definition, documents)));
  }

  async #pin(program: Program): Promise<Program> {
    const pinned = await this.#host.pin?.(program);
    return pinned === undefined || pinned === null ? program : this.#compile(readDefinitionObject(pinned));
  }

  #compile({ definition, diagnostics }: ReadResult): Program {
    if (definition === undefined) throw new DefinitionError(diagnostics);
    const compiled = compileProgram(definition, { evaluator: this.#host.evaluator, schemas: this.#host.schemas });
    if (compiled.program === undefined) throw new DefinitionError(compiled.diagnostics);
    return compiled.program;
  }

  #keep(program: Program): void {
    keepNewest(this.#byHash.set(program.reference.hash, program), kept);
  }
}

function entryOf(program: Program): CatalogEntry {
  return { ...program.reference, definition: program.definition };
}

function keepNewest(map: Map<string, unknown>, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
