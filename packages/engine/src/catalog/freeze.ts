import { isJsonObject, type Diagnostic, type Definition, type Json, type JsonObject } from '@batonhq/core';
import { DefinitionError } from '../errors.ts';
import { schemasIn, tasksIn, withValues, type Path } from './document-places.ts';
import { addressIn, catalogedFunction, isAddress, rawAddress } from './function-address.ts';

/** A document that a definition refers to. */
export interface DocumentWish {
  readonly uri: string;
  /** The policy by which to ask for it, as written. */
  readonly authentication?: Json;
}

/** Fetches a document and parses it. Throws an error that says what is wrong with it. */
export type ReadDocument = (wish: DocumentWish, definition: JsonObject) => Promise<Json>;

/** A reference to a document: where it stands, and where the document goes. */
interface Reference extends DocumentWish {
  readonly at: Path;
  readonly into: Path;
  /** For a schema: its format, as written. */
  readonly format?: Json;
}

/** Documents that one definition may refer to, in itself or through functions it fetches. */
const mostDocuments = 200;

/** True when a definition refers to documents that stand elsewhere. */
export function refersElsewhere(definition: JsonObject): boolean {
  return referencesIn(definition).length > 0;
}

/**
 * Fetches everything that a definition refers to and writes it into the definition: functions of catalogs and at
 * addresses become functions of its own, schemas stand where they are used. What is published and executed is the result,
 * so that a catalog that changes tomorrow changes no execution.
 *
 * @throws {DefinitionError} that names each reference whose document could not be had.
 */
export async function freeze({ json, source }: Definition, read: ReadDocument): Promise<JsonObject> {
  const known = new Map<string, Promise<Json>>();
  let frozen = json;
  for (let references = referencesIn(frozen); references.length > 0; references = referencesIn(frozen)) {
    const diagnostics: Diagnostic[] = [];
    const values = new Map<Path, Json>();
    for (const reference of references) {
      const { uri, authentication } = reference;
      const wish = { uri, ...(authentication !== undefined && { authentication }) };
      const name = JSON.stringify(wish);
      try {
        if (known.size >= mostDocuments) throw new TooManyDocumentsError();
        const document = known.get(name) ?? read(wish, json);
        known.set(name, document);
        values.set(reference.into, standingFor(reference, await document));
      } catch (error) {
        diagnostics.push(problemOf(reference, source, error));
      }
    }
    if (diagnostics.length > 0) throw new DefinitionError(diagnostics);
    frozen = withValues(frozen, values);
  }
  return frozen;
}

/** A schema stands in a frame of its own; a function stands as it is. */
function standingFor({ into, format }: Reference, document: Json): Json {
  if (into.at(-1) !== 'schema') return document;
  return { ...(format !== undefined && { format }), document };
}

/** A definition refers to functions that refer to functions, without end. */
class TooManyDocumentsError extends Error {
  override readonly name = 'TooManyDocumentsError';

  constructor() {
    super(`the definition refers to more than ${mostDocuments} documents`);
  }
}

function problemOf({ at, uri }: Reference, source: Definition['source'], error: unknown): Diagnostic {
  const { line, column } = source.position(at, 'value') ?? { line: 0, column: 0 };
  const pointer = at.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const file = source.file === undefined ? {} : { file: source.file };
  const why = error instanceof Error ? error.message : String(error);
  return { severity: 'error', ...file, line, column, pointer, message: `${uri} cannot be used: ${why}` };
}

function referencesIn(definition: JsonObject): readonly Reference[] {
  const own = membersOf(definition, 'functions');
  const catalogs = membersOf(definition, 'catalogs');
  const functions = tasksIn(definition).flatMap(({ value, path }): readonly Reference[] => {
    const call = value['call'];
    if (typeof call !== 'string' || Object.hasOwn(own, call)) return [];
    const at = [...path, 'call'];
    const into = ['use', 'functions', call];
    if (isAddress(call)) return [{ uri: rawAddress(call), at, into }];
    const named = catalogedFunction(call);
    const catalog = named === null ? undefined : catalogs[named.catalog];
    const root = isJsonObject(catalog) ? endpointOf(catalog['endpoint']) : null;
    return named === null || root === null ? [] : [{ ...root, uri: addressIn(root.uri, named), at, into }];
  });
  const schemas = schemasIn(definition).flatMap(({ value, path }): readonly Reference[] => {
    const resource = value['resource'];
    const wish = isJsonObject(resource) ? endpointOf(resource['endpoint']) : null;
    if (wish === null) return [];
    const { format } = value;
    const reference = { ...wish, uri: rawAddress(wish.uri), at: [...path, 'resource'], into: path };
    return [{ ...reference, ...(format !== undefined && { format }) }];
  });
  return [...functions, ...schemas];
}

function membersOf(definition: JsonObject, section: string): JsonObject {
  const use = definition['use'];
  const members = isJsonObject(use) ? use[section] : undefined;
  return isJsonObject(members) ? members : {};
}

function endpointOf(endpoint: Json | undefined): DocumentWish | null {
  if (typeof endpoint === 'string') return { uri: endpoint };
  if (!isJsonObject(endpoint) || typeof endpoint['uri'] !== 'string') return null;
  const { uri, authentication } = endpoint;
  return { uri, ...(authentication !== undefined && { authentication }) };
}
