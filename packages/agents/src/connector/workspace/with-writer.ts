import type { FunctionContext } from '@batonhq/engine';
import type { PlanningFacts } from '../../planner/plan.ts';
import type { Writer, WritingOrder } from '../../writer/writer.ts';
import { modelWouldAdd } from './model-would-add.ts';
import { text } from './schema.ts';

/** Where a model was to write: that there is none and what it would have added, who wrote, or why nobody did. */
export type WritingNote = {
  readonly modelWouldAdd?: string;
  readonly writtenBy?: string;
  readonly notWritten?: string;
};

/** The members of an output that say so. */
export const writingNote = { modelWouldAdd: text, writtenBy: text, notWritten: text };

/** Something that is there without a model too. */
export interface Optional<T> extends WritingOrder<T> {
  /** Without a model this is said. */
  readonly without: keyof typeof modelWouldAdd;
}

/** What a model would have to read and write, and how long that takes. */
const tokens = { low: 600, expected: 3_000, high: 16_000 };
const duration = { low: 1_000, expected: 8_000, high: 90_000 };

/** Facts of a function that has a model write, where there is one. */
export function writes(facts: PlanningFacts, writer: Writer | null): PlanningFacts {
  return writer === null ? facts : { ...facts, tokens, duration };
}

/** What was written, and by whom; null where the text without a model has to do. */
export async function writtenOr<T>(
  order: Optional<T>,
  { writer, context }: { readonly writer: Writer | null; readonly context: FunctionContext },
): Promise<{ readonly value: T | null; readonly note: WritingNote }> {
  if (writer === null) return { value: null, note: { modelWouldAdd: modelWouldAdd[order.without] } };
  const outcome = await writer.write(context, order);
  if (outcome.kind === 'left') return { value: null, note: { notWritten: outcome.why } };
  return { value: outcome.value, note: { writtenBy: outcome.by } };
}
