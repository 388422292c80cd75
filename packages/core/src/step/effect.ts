import type { Computed } from '../expression/evaluator.ts';
import type { Fault } from '../kernel/fault.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Pin } from '../program/metadata.ts';
import type { Authentications, ProcessKind, ProcessReturn, Protocol } from '../program/task-node.ts';

/** A CloudEvents 1.0 envelope; extension attributes ride along. `id` identifies it for de-duplication. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time?: string;
  readonly data?: Json;
  readonly [attribute: string]: Json | undefined;
}

/** The outside call that a step makes, every argument evaluated and recorded (save what is deferred). */
export type Effect =
  /** A function of the catalog. Without `version` the newest registered one is taken. */
  | { readonly kind: 'function'; readonly name: string; readonly version?: string; readonly input: Json }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly endpoint: Json;
      readonly headers?: Json;
      readonly query?: Json;
      readonly body?: Json;
      readonly redirect: boolean;
      readonly output: 'raw' | 'content' | 'response';
    }
  /** Starts the execution `child`; with `await` the step ends when the child does. */
  | {
      readonly kind: 'workflow';
      readonly child: string;
      readonly namespace: string;
      readonly name: string;
      readonly version: string;
      readonly input: Json;
      readonly await: boolean;
    }
  /** A call in a protocol that clients of others speak. `arguments` are the members of `with`; deferred ones as written. */
  | {
      readonly kind: 'call';
      readonly protocol: Protocol;
      readonly arguments: JsonObject;
      /** Nobody said how it may be repeated: whoever performs it asks the other side's description before it does. */
      readonly hinted: boolean;
    }
  /** A process outside. `arguments` are the members of its kind; deferred ones as written. */
  | {
      readonly kind: 'process';
      readonly process: ProcessKind;
      readonly arguments: JsonObject;
      readonly await: boolean;
      readonly return: ProcessReturn;
    }
  /** Asks for a lock of the tenant; the step ends when it is granted to `task`, the task around the step. */
  | { readonly kind: 'lock'; readonly key: string; readonly task: string }
  /** Delivers a CloudEvent to every execution that listens for it. */
  | { readonly kind: 'emit'; readonly event: CloudEvent }
  | { readonly kind: 'unavailable'; readonly what: string };

/** The kind of an effect. */
export type EffectKind = Effect['kind'];

/**
 * Arguments of an effect that mention secrets: the shell evaluates them in `perform`, over the task's input and
 * scope, and forgets the values. Never part of an event.
 */
export interface DeferredArguments {
  readonly input: Json;
  readonly scope: (name: string) => Json;
  readonly members: Readonly<Record<string, Computed>>;
  /** How to prove who is calling, to the service and to the place of its description. */
  readonly authentications?: Authentications;
  /** What the other side looked like when the definition was published. */
  readonly pinned?: Pin;
  /** Asked while the call goes on, over what it brings (the filter of a subscription, say). */
  readonly conditions?: Readonly<Record<string, Computed>>;
}

/** What came of one attempt at a step. */
export type Outcome =
  | { readonly kind: 'completed'; readonly output: Json }
  | { readonly kind: 'failed'; readonly fault: Fault }
  /** Nothing was tried, and nothing will be until somebody acts (a function that nobody registered, say). */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** It may or may not have happened, and the repeat rule does not allow finding out by doing it again. */
  | { readonly kind: 'unknown'; readonly reason: string };
