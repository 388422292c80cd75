import type { Json, RepeatRule, Risk, SchemaCheck } from '@batonhq/core';
import { functionDigest } from './function-digest.ts';
import type { JsonSchemaCompiler } from '../catalog/schema-compiler.ts';
import type { Price } from '../budget/price.ts';
import type { FunctionDefinition } from '../engine.ts';
import { RegistrationError } from '../errors.ts';

/** A function that can be called. */
export interface RegisteredFunction {
  readonly name: string;
  readonly version: string;
  readonly repeat: RepeatRule;
  /** What each call costs; null when it has no price. */
  readonly cost: Price | null;
  /** It is known to cost nothing. */
  readonly isFree: boolean;
  /** What may come of it, as it says itself. */
  readonly risk: Risk | null;
  /** The function that undoes it. */
  readonly undo: string | null;
  /** The digest of what it says about itself. */
  readonly digest: string;
  readonly checkInput: SchemaCheck | null;
  readonly checkOutput: SchemaCheck | null;
  /** Set when it has a process of its own. */
  readonly module: { readonly file: string; readonly name: string } | null;
  readonly run: NonNullable<FunctionDefinition['run']>;
}

const semantic = /^(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?$/;

/** The functions of this process, by name and version. */
export class FunctionRegistry {
  readonly #schemas: JsonSchemaCompiler;
  #hasPrices = false;
  /** Newest version first. */
  readonly #functions = new Map<string, RegisteredFunction[]>();

  constructor(schemas: JsonSchemaCompiler) {
    this.#schemas = schemas;
  }

  /** Adds a function; the same name and version again replaces it. Throws {@link RegistrationError}. */
  register(definition: FunctionDefinition): void {
    const registered = this.#compile(definition);
    this.#hasPrices ||= registered.cost !== null;
    const others = (this.#functions.get(registered.name) ?? []).filter(({ version }) => version !== registered.version);
    this.#functions.set(
      registered.name,
      [...others, registered].toSorted((left, right) => compareVersions(right.version, left.version)),
    );
  }

  /** True once a function was registered that has a price. */
  get hasPrices(): boolean {
    return this.#hasPrices;
  }

  /** The function of this version, or the newest one. */
  find(name: string, version?: string): RegisteredFunction | undefined {
    const versions = this.#functions.get(name);
    if (version === undefined || version === 'latest') return versions?.[0];
    return versions?.find((candidate) => candidate.version === version);
  }

  /** Names and versions, for whoever wants to know what is there. */
  list(): readonly RegisteredFunction[] {
    return [...this.#functions.values()].flat();
  }

  #compile(definition: FunctionDefinition): RegisteredFunction {
    const {
      name,
      version = '1.0.0',
      input,
      output,
      repeat = 'keyed',
      cost = null,
      isFree = false,
      risk = null,
      undo = null,
    } = definition;
    if (name === '') throw new RegistrationError('a function needs a name');
    if (!semantic.test(version)) throw new RegistrationError(`${name}: "${version}" is not a semantic version`);
    const module = moduleOf(definition);
    const run = definition.run ?? (module === null ? undefined : neverCalled);
    if (run === undefined) throw new RegistrationError(`${name}: a function needs its code`);
    return {
      name,
      version,
      repeat,
      run,
      cost,
      isFree: isFree && cost === null,
      risk,
      undo,
      digest: functionDigest({ name, version, repeat, risk, input: input ?? null, output: output ?? null }),
      checkInput: this.#check(input),
      checkOutput: this.#check(output),
      module,
    };
  }

  #check(schema: Json | undefined): SchemaCheck | null {
    return schema === undefined ? null : this.#schemas.compile(schema);
  }
}

function moduleOf({ name, isolate, module, exportName }: FunctionDefinition): RegisteredFunction['module'] {
  if (isolate !== true) return null;
  if (module === undefined)
    throw new RegistrationError(`${name}: a function with a process of its own needs its module`);
  return { file: module, name: exportName ?? 'default' };
}

/** Stands for the code of a function that has a process of its own. */
function neverCalled(): never {
  throw new RegistrationError('the function has a process of its own');
}

/** Orders semantic versions; a pre-release comes before its release. */
export function compareVersions(left: string, right: string): number {
  const [, ...ours] = semantic.exec(left) ?? [];
  const [, ...theirs] = semantic.exec(right) ?? [];
  for (const place of [0, 1, 2]) {
    const difference = Number(ours[place] ?? 0) - Number(theirs[place] ?? 0);
    if (difference !== 0) return difference;
  }
  const [mine, yours] = [ours[3], theirs[3]];
  if (mine === yours) return 0;
  if (mine === undefined || yours === undefined) return mine === undefined ? 1 : -1;
  return mine.localeCompare(yours, 'en', { numeric: true });
}
