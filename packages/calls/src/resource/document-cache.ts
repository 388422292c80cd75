import type { JsonObject } from '@batonhq/core';
import type { OutsideCall } from '@batonhq/engine';
import { LinkedDocument } from './linked-document.ts';
import { loadReferred, loadResource, type Loading } from './load-resource.ts';
import { parseDocument } from './parse-document.ts';

/** Milliseconds for which a description is taken to be still the same. */
const fresh = 60_000;
const mostKept = 20;

/**
 * Descriptions of services, kept for a minute: large ones take longer to fetch and parse than the call they are for.
 *
 * What was fetched with credentials is not kept, because the next call may have others.
 */
export class DocumentCache {
  readonly #kept = new Map<string, { readonly until: number; readonly document: Promise<LinkedDocument> }>();
  readonly #files: readonly string[];

  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /** The document at an address, as a call may see it. */
  async get(location: string, call: OutsideCall): Promise<LinkedDocument> {
    const credentials = call.credentials.document;
    const loading = { egress: call.egress, credentials, files: this.#files };
    if (credentials !== undefined) return load(location, loading);
    const known = this.#kept.get(location);
    if (known !== undefined && known.until > performance.now()) return known.document;
    const document = load(location, loading);
    this.#kept.set(location, { until: performance.now() + fresh, document });
    this.#trim();
    document.catch(() => this.#kept.delete(location));
    return document;
  }

  #trim(): void {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

async function load(location: string, loading: Loading): Promise<LinkedDocument> {
  const resource = await loadResource(location, loading);
  const parse = async (url: URL): Promise<JsonObject> => parseDocument(await loadReferred(url, resource.url, loading));
  return new LinkedDocument({ value: parseDocument(resource), base: resource.url }, parse);
}
