import { egressFor } from './call-egress.ts';
import { EgressClient, type EgressOptions } from './egress-client.ts';

/**
 * `fetch` through the guarded way out, for clients of services that take one: every address is classified and pinned,
 * redirects are checked anew, answers stream. Rejects with `EgressRefusedError` for a place that may not be reached.
 *
 * @example
 * const fetch = guardedFetch({ allow: ['127.0.0.1:11434'] });
 * const response = await fetch('http://127.0.0.1:11434/v1/models');
 */
export function guardedFetch(options: EgressOptions = {}): typeof globalThis.fetch {
  return egressFor(new EgressClient(options), new AbortController().signal).fetch;
}
