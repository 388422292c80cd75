import type { JsonObject } from '@batonhq/core';

/** A definition, with the types of what it takes and what it puts out. */
export type WorkflowDefinition<In = unknown, Out = unknown> = JsonObject & { readonly [flows]?: FlowTypes<In, Out> };

declare const flows: unique symbol;

interface FlowTypes<In, Out> {
  readonly input: (input: In) => void;
  readonly output: Out;
}

/** What a workflow takes. */
export type InputOf<W extends WorkflowDefinition<never>> = W extends WorkflowDefinition<infer In> ? In : never;

/** What a workflow puts out. */
export type OutputOf<W extends WorkflowDefinition<never>> =
  W extends WorkflowDefinition<never, infer Out> ? Out : never;
