import type { Amounts, Fault, Json, Operation } from '@batonhq/core';
import type { StepCost, StepReply } from './context.ts';
import type { TaskFacts } from './operation-port.ts';

/** What the engine tells the process of an isolated function. */
export type ToFunction =
  | {
      readonly kind: 'invoke';
      readonly module: string;
      readonly name: string;
      readonly facts: TaskFacts;
      readonly input: Json;
      readonly now: number;
      readonly isReplaying: boolean;
    }
  /** The claim of a step is durable: run its code. */
  | {
      readonly kind: 'perform';
      readonly ask: number;
      readonly idempotencyKey: string;
      readonly limit: number | null;
    }
  | {
      readonly kind: 'answer';
      readonly ask: number;
      readonly result: Result;
      readonly now: number;
      readonly isReplaying: boolean;
    };

/** What an isolated function tells the engine. */
export type ToEngine =
  | {
      readonly kind: 'ask';
      readonly ask: number;
      readonly name: string;
      readonly operation: Operation;
      readonly hasBody: boolean;
      readonly cost?: StepCost;
    }
  /** `spent` is what the code told of its cost. */
  | {
      readonly kind: 'performed';
      readonly ask: number;
      readonly result: Result;
      readonly spent?: Amounts;
      readonly answered?: StepReply;
    }
  | { readonly kind: 'stands'; readonly still: boolean }
  | { readonly kind: 'log'; readonly message: string; readonly data: Json }
  | { readonly kind: 'returned'; readonly result: Result };

/** How something ended on the other side. */
export type Result = { readonly output: Json } | { readonly fault: Fault };
