import type { IncomingMessage } from 'node:http';
import type { ClientIdentity } from './trust.ts';

/** A request to the outside. */
export interface EgressRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Follow redirects, checking each target anew. */
  readonly follow: boolean;
  /** Who this side is, to a server that asks; to another origin it is nobody. */
  readonly identity?: ClientIdentity;
  readonly signal: AbortSignal;
}

/** What came back. */
export interface EgressResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where it came from in the end. */
  readonly url: URL;
}

/** Host and port, as they stand in an address. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** An answer whose body is still coming. */
export interface OpenedResponse {
  readonly incoming: IncomingMessage;
  readonly url: URL;
}
