import type { Effect, Json, JsonObject, Pin, ProcessKind, Protocol, RepeatRule } from '@batonhq/core';
import type { Egress } from '../egress/egress.ts';
import type { Credentials, TokenSource } from './credentials.ts';

/** A call in a protocol, or a process: what a {@link Caller} performs. */
export type OutsideEffect = Effect & { readonly kind: 'call' | 'process' };

/** One attempt at an outside call, with everything it may use. */
export interface OutsideCall {
  readonly effect: OutsideEffect;
  /** The arguments with their secrets filled in: to be used and forgotten. */
  readonly arguments: JsonObject;
  /** What the other side looked like when the definition was published; then it must look the same. */
  readonly pinned?: Pin;
  /** What flowed into the task. */
  readonly input: Json;
  readonly execution: string;
  readonly step: string;
  /** The same for every attempt at the same step. */
  readonly idempotencyKey: string;
  readonly repeat: RepeatRule;
  /** An earlier attempt was cut short by the end of its process: it may have happened. */
  readonly isRepeated: boolean;
  /** Aborted when nobody wants the outcome any more. */
  readonly signal: AbortSignal;
  /** The way out for this call: what it opens ends with the call. */
  readonly egress: Egress;
  /** The way out for connections that later calls use too: what it opens ends with the engine. */
  readonly lasting: Egress;
  /** How to prove who is calling, to the service and to the place of its description. */
  readonly credentials: { readonly call?: Credentials; readonly document?: Credentials };
  /** Evaluates a condition of the call (`filter`, `while`, `until`) over what it brought; undefined when there is none. */
  condition(name: string, value: Json): Json | undefined;
  /**
   * Brings a message to the part of the task that works on what this call receives; null when no more will come. Fulfils when
   * that is durable. Only calls whose argument `streams` is true have such a part.
   */
  bring(message: JsonObject | null): Promise<void>;
  /** Says how far it is, to whoever listens to what functions log. */
  log(message: string, data?: Json): void;
}

/**
 * Performs calls of one kind. Fulfils with the output, anything that JSON can say; rejects with a `FaultError` for a failure the definition can
 * catch, with `LostCallError` when nobody knows whether it happened, with `UnavailableCallError` when
 * nothing was tried. Secrets in the output and in messages are crossed out by the engine.
 */
export type Caller = (call: OutsideCall) => Promise<unknown>;

/** Who performs calls that need clients of others; handed in by whoever composes the engine. */
export interface Callers {
  readonly protocols?: Readonly<Partial<Record<Protocol, Caller>>>;
  readonly processes?: Readonly<Partial<Record<ProcessKind, Caller>>>;
  /** Gets tokens for OAuth 2 and OpenID Connect. */
  readonly tokens?: TokenSource;
  /** Looks at the other side of a call without making it; undefined when there is nothing to compare. */
  describe?(call: OutsideCall): Promise<Pin | undefined>;
  /** Ends connections and processes that are kept for later calls. */
  close?(): Promise<void>;
}
