import type { Json, JsonObject } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import type { Language } from '../tool/text/language.ts';

/** An answer that may be used, or what is wrong with it, for whoever wrote it. */
export type Reading<T> =
  | { readonly kind: 'good'; readonly value: T }
  | { readonly kind: 'wrong'; readonly problem: string };

/** Something to be written out of facts. */
export interface WritingOrder<T> {
  /** What it is, and what makes it good. */
  readonly task: string;
  /** The language of whoever reads it. */
  readonly language: Language;
  /** All that is known: nothing else may be said. */
  readonly facts: JsonObject;
  /** JSON Schema of the answer. */
  readonly output: JsonObject;
  /** Takes an answer apart and checks it against the facts. */
  readonly read: (answer: Json) => Reading<T>;
}

/** What came of it: who wrote it, or why nobody did. */
export type WritingOutcome<T> =
  | { readonly kind: 'written'; readonly value: T; readonly by: string }
  | { readonly kind: 'left'; readonly why: string };

/** Writes for people what functions have found out. It decides nothing: what it writes is checked, and can be done without. */
export interface Writer {
  write<T>(context: FunctionContext, order: WritingOrder<T>): Promise<WritingOutcome<T>>;
}
