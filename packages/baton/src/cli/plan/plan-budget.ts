import { capsOfBudget, isJsonObject, type JsonObject } from '@batonhq/core';
import type { Plan } from '@batonhq/agents/planner';
import { spendingText } from '../progress/spending-text.ts';

/** What a plan may spend, as people read it; null when nothing limits it. */
export function planBudgetText({ definition, estimate }: Plan): string | null {
  const { budget } = objectOr(objectOr(definition['document'])['metadata']);
  if (!isJsonObject(budget)) return null;
  const limits = Object.entries(budget).flatMap(([measure, limit]) =>
    typeof limit === 'number' ? [[measure, limit] as const] : [],
  );
  return spendingText({ spent: capsOfBudget(Object.fromEntries(limits)), reserved: {}, caps: {} }, estimate.currency);
}

function objectOr(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
