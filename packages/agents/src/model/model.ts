import type { Json } from '@batonhq/core';
import type { AssistantPart, Message } from './message.ts';

/** A tool as a model sees it. */
export interface ToolDescription {
  /** Letters, digits, `_` and `-`, at most 64: what all providers take. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, an object. */
  readonly input: Json;
}

/** One call of a model. */
export interface ModelRequest {
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDescription[];
  /** JSON Schema the answer must have when it calls no tool. Providers that can, enforce it. */
  readonly output?: Json;
  /** Tokens the answer may have at most. */
  readonly maxOutputTokens: number;
}

/** Tokens of one call. What a provider does not tell is estimated, and then `isEstimated` is true. */
export type Usage = {
  readonly inputTokens: number;
  /** Part of `inputTokens` that the provider read from its cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly isEstimated?: boolean;
};

/** Why a model stopped: it had nothing to add, reached its limit, wants tools, was filtered, or did not say. */
export type Finish = 'stop' | 'length' | 'calls' | 'filtered' | 'other';

/** What a model answered. */
export type ModelReply = {
  readonly parts: readonly AssistantPart[];
  readonly finish: Finish;
  readonly usage: Usage;
};

/** What goes along with a call, outside of what is recorded. */
export interface CallHooks {
  readonly signal: AbortSignal;
  /** Text as it arrives, for people who watch. Telemetry: not recorded, and repeated when the call is. */
  readonly onText?: (delta: string) => void;
}

/**
 * A language model. One `call` is one request to its provider: no retries, no tools executed on the way.
 * Rejects with `ModelError`.
 */
export interface Model {
  /** `provider/name`, as people write it. */
  readonly reference: string;
  call(request: ModelRequest, hooks: CallHooks): Promise<ModelReply>;
}
