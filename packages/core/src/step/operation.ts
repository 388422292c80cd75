import type { GatedState } from '../gate/gated-state.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { ApprovalRule, RepeatRule } from '../program/metadata.ts';
import type { Effect } from './effect.ts';
import type { StepId } from './step.ts';

/** What a durable function asks of the engine: each is one recorded step, named by `name` and its occurrence. */
export type Operation =
  /** `ctx.step`: runs code of the function itself; `about` is what it says about itself to gates. */
  | { readonly kind: 'step'; readonly repeat: RepeatRule; readonly about?: JsonObject }
  /** `ctx.sleep`: `milliseconds` from now. */
  | { readonly kind: 'sleep'; readonly milliseconds: number }
  /** `ctx.waitFor`: the next signal of this name, at most `timeout` milliseconds. */
  | { readonly kind: 'waitFor'; readonly signal: string; readonly timeout?: number }
  /**
   * `ctx.call`: another function, an HTTP request, a workflow, with `approval` only after people said yes; `ctx.lock`, which
   * waits at most `timeout` milliseconds.
   */
  | {
      readonly kind: 'call';
      readonly effect: Effect;
      readonly repeat: RepeatRule;
      readonly timeout?: number;
      readonly approval?: ApprovalRule;
      /** Where its arguments came from, as the function says, by their paths: `{ to: 'user', body: 'model' }`. */
      readonly origins?: Readonly<Record<string, string>>;
    }
  /** Gives back locks, held or waited for, and drops whatever else of these operations is open. */
  | { readonly kind: 'release'; readonly of: readonly StepId[] }
  /** `ctx.continueAs`: forget all operations so far and begin again with this input. */
  | { readonly kind: 'continueAs'; readonly input: Json };

/** How far an operation is. */
export type OperationState =
  | {
      readonly kind: 'performing';
      readonly attempt: number;
      readonly operation: Operation;
      /** When it has waited long enough. */
      readonly due?: number;
    }
  /** A lock that was granted and not given back yet. */
  | { readonly kind: 'holding'; readonly key: string }
  | (GatedState & { readonly operation: Operation })
  | { readonly kind: 'sleeping'; readonly due: number }
  | { readonly kind: 'waiting'; readonly signal: string; readonly due?: number }
  | { readonly kind: 'held'; readonly attempt: number; readonly operation: Operation; readonly reason: string }
  | { readonly kind: 'ambiguous'; readonly attempt: number; readonly operation: Operation; readonly reason: string };
