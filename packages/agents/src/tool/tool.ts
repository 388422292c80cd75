import type { Json } from '@batonhq/core';
import type { Sink } from '../agent/provenance/judge-call.ts';

/**
 * A function of the catalog, offered to models.
 *
 * What a model may call is decided by the agent's list of tools, and the schema is checked by the function itself
 * before it is performed, whatever the provider promised.
 */
export interface Tool {
  /** As models see it: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** What it does and when to use it, in the words a model reads. */
  readonly description: string;
  /** The function of the catalog that does it, and its version; the newest one when that is missing. */
  readonly function: string;
  readonly version?: string;
  /** A published definition that does it instead, as `namespace/name:version`. */
  readonly workflow?: string;
  /** JSON Schema of the arguments, an object. */
  readonly input: Json;
  /** The agent loop says in the argument `signed` who calls; models are not shown it. False by default. */
  readonly isSigned?: boolean;
  /** The same request is answered in other words each time: asking it again and again is a loop whatever it brings. */
  readonly repliesVary?: boolean;
  /** Arguments that decide whom something reaches: only what the user or the owner's records name may stand there. */
  readonly sinks?: readonly Sink[];
  /**
   * Whose words its results are: `owner` for the owner's own records (an address book, a calendar), which may name whom
   * something reaches; `fetched`, the default, for everything that others may have written.
   */
  readonly trust?: 'owner' | 'fetched';
}
