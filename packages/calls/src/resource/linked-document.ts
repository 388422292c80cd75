import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';

/** Fetches and parses the document at an address. */
export type LoadDocument = (url: URL) => Promise<JsonObject>;

/** A value of a document, and the document it stands in: its own references start there. */
export interface Linked {
  readonly value: Json;
  readonly base: URL;
}

/** References behind one another, and documents fetched for one call: more are a mistake or an attack. */
const longestChain = 50;
const mostDocuments = 50;

/** Places that one operation refers to; beyond these nothing is compared. */
const mostReached = 2_000;

/**
 * A document that points into itself and into others with `$ref`.
 *
 * References are followed one at a time, where they are needed: expanding all of them would not end for schemas that
 * contain themselves, and not end well for documents of ten megabytes.
 */
export class LinkedDocument {
  readonly root: Linked & { readonly value: JsonObject };
  readonly #load: LoadDocument;
  readonly #loaded = new Map<string, JsonObject>();

  constructor(root: { readonly value: JsonObject; readonly base: URL }, load: LoadDocument) {
    this.root = root;
    this.#load = load;
    this.#loaded.set(plain(root.base), root.value);
  }

  /** The value, or what it refers to. Throws a `FaultError` for a reference that leads nowhere or in a circle. */
  async follow(linked: Linked): Promise<Linked> {
    let current = linked;
    for (let steps = 0; steps < longestChain; steps += 1) {
      const { value, base } = current;
      if (!isJsonObject(value) || typeof value['$ref'] !== 'string') return current;
      current = await this.#target(value['$ref'], base);
    }
    throw new FaultError(fault('configuration', `the references of ${plain(this.root.base)} go in a circle`));
  }

  /** A member, followed. */
  async member({ value, base }: Linked, name: string): Promise<Linked | undefined> {
    const member = isJsonObject(value) ? value[name] : undefined;
    return member === undefined ? undefined : this.follow({ value: member, base });
  }

  /** The items of a member that is a list, followed. */
  async items({ value, base }: Linked, name: string): Promise<readonly Linked[]> {
    const list = isJsonObject(value) ? value[name] : undefined;
    if (!Array.isArray(list)) return [];
    return Promise.all(list.map(async (item: Json) => this.follow({ value: item, base })));
  }

  /** Everything that a value refers to, at any depth, each once and by its place. */
  async reach(linked: Linked): Promise<JsonObject> {
    const reached: Record<string, Json> = { '': linked.value };
    const waiting = [...referencesIn(linked)];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const place = new URL(next.reference, next.base).href;
      if (Object.hasOwn(reached, place)) continue;
      if (Object.keys(reached).length > mostReached) break;
      const target = await this.#target(next.reference, next.base);
      reached[place] = target.value;
      waiting.push(...referencesIn(target));
    }
    return reached;
  }

  async #target(reference: string, base: URL): Promise<Linked> {
    if (!URL.canParse(reference, base.href))
      throw new FaultError(fault('configuration', `"${reference}" is no reference`));
    const url = new URL(reference, base);
    // What others wrote may not bring in files of this machine, to be sent to whoever it names.
    if (url.protocol === 'file:' && base.protocol !== 'file:')
      throw new FaultError(
        fault('authorization', `${plain(base)} may not refer to the file ${url.pathname}`, { status: 403 }),
      );
    const document = await this.#document(url);
    const value = atPointer(document, decodeURIComponent(url.hash.slice(1)));
    if (value === undefined) throw new FaultError(fault('configuration', `"${reference}" refers to nothing`));
    return { value, base: url };
  }

  async #document(url: URL): Promise<JsonObject> {
    const known = this.#loaded.get(plain(url));
    if (known !== undefined) return known;
    if (this.#loaded.size >= mostDocuments)
      throw new FaultError(fault('configuration', `${plain(this.root.base)} refers to too many documents`));
    const loaded = await this.#load(new URL(plain(url)));
    this.#loaded.set(plain(url), loaded);
    return loaded;
  }
}

function referencesIn({ value, base }: Linked): readonly { readonly reference: string; readonly base: URL }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = isJsonObject(value) && typeof value['$ref'] === 'string' ? [{ reference: value['$ref'], base }] : [];
  return [...own, ...Object.values(value).flatMap((member: Json) => referencesIn({ value: member, base }))];
}

function plain(url: URL): string {
  return url.href.replace(/#.*$/s, '');
}

function atPointer(document: JsonObject, pointer: string): Json | undefined {
  let current: Json | undefined = document;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(current)) current = current[Number(name)];
    else if (isJsonObject(current) && Object.hasOwn(current, name)) current = current[name];
    else return undefined;
  }
  return current;
}
