import type { LookupAddress } from 'node:dns';
import type { Socket } from 'node:net';
import type { EgressResponse, Place } from './exchange.ts';
import type { ClientIdentity, Trust } from './trust.ts';

/** A request of a caller. */
export interface OutsideRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Follow redirects, checking each target anew; false by default. */
  readonly follow?: boolean;
}

/** Proves who is calling. */
export interface Authorizing {
  /** The certificate to show to a TLS server that asks for one. */
  readonly identity?: ClientIdentity | undefined;
  /** The `Authorization` of a request; undefined as long as the service has to be asked first. */
  authorize(request: {
    readonly method: string;
    readonly url: URL;
  }): Promise<{ readonly scheme: string; readonly parameter: string } | undefined>;
  /** A service refused with this `WWW-Authenticate`: true when it is worth asking once more. */
  challenged(header: string | undefined): boolean;
}

/**
 * The guarded way out, bound to one call: every address is classified and pinned, and everything ends with the call.
 *
 * All methods reject with `EgressRefusedError` for a place that may not be reached, and with `EgressFailedError` when
 * there is no answer.
 */
export interface Egress {
  /** A whole answer; with credentials, a refusal that names a way in is answered once. */
  send(request: OutsideRequest, credentials?: Authorizing): Promise<EgressResponse>;
  /** The same as `fetch` has it, for clients that take one; answers stream. */
  readonly fetch: typeof globalThis.fetch;
  /** `fetch` that proves who is calling. */
  fetchAs(credentials: Authorizing): typeof globalThis.fetch;
  /** Addresses that were checked: connect to these, and to no name. */
  resolve(place: Place): Promise<readonly LookupAddress[]>;
  /** A connection to a checked address, with TLS when asked for. */
  connect(place: Place, options?: { readonly tls?: boolean; readonly credentials?: Authorizing }): Promise<Socket>;
  /** What a TLS client of its own has to believe, and to show. */
  trust(credentials?: Authorizing): Trust;
}
