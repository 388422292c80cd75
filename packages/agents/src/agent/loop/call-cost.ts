import { capsOfBudget, type Amounts, type Budget } from '@batonhq/core';
import type { StepCost } from '@batonhq/engine';
import type { ChainLink } from '../../memory/signature.ts';
import { ModelError, type ModelFailure } from '../../model/model-error.ts';
import type { Model, ModelReply, ModelRequest } from '../../model/model.ts';
import { imagesIn, mostTokens } from '../../model/most-tokens.ts';
import type { PriceList } from '../../model/price/price-list.ts';

/** A call of a model, for what it costs. */
export interface PricedCall {
  readonly model: Pick<Model, 'reference'>;
  readonly request: ModelRequest;
  readonly prices: PriceList;
}

/** The longest a call may take, milliseconds. */
const longestCall = 10 * 60_000;

/** Failures of which providers say that they charge nothing for them. */
const free: ReadonlySet<ModelFailure> = new Set([
  'rate-limited',
  'overloaded',
  'context-too-long',
  'invalid-request',
  'authentication',
  'refused',
  'unreachable',
]);

/** What a call may cost at most, within what a mission may spend. `time` in milliseconds. */
export function costOfCall(
  { model, request, prices }: PricedCall,
  { time, budget, around }: { readonly time: number; readonly budget: Budget; readonly around: readonly ChainLink[] },
): StepCost {
  const inputTokens = mostTokens(request);
  const outputTokens = request.maxOutputTokens;
  const usage = { inputTokens, cachedTokens: 0, outputTokens, images: imagesIn(request) };
  const money = prices.money(model.reference, usage);
  const payers = around.filter(({ within }) => Object.keys(within).length > 0);
  return {
    of: model.reference,
    worst: {
      tokens: inputTokens + outputTokens,
      calls: 1,
      time: Math.ceil(Math.min(time, longestCall)),
      ...(money !== null && { money }),
    },
    ...(money === null ? { isUnpriced: true } : { currency: prices.currency }),
    ...(Object.keys(budget).length > 0 && { within: capsOfBudget(budget) }),
    ...(payers.length > 0 && { around: payers.map(({ step, within }) => ({ step, within })) }),
  };
}

/** What an ended call might have cost, and the milliseconds it took. */
interface Ended {
  readonly worst: Amounts;
  readonly time: number;
}

/** What an answered call cost: its worst case where its server counts no tokens. */
export function costOfReply(
  { model, request, prices }: PricedCall,
  { usage }: ModelReply,
  { worst, time }: Ended,
): Amounts {
  const { inputTokens, outputTokens, isEstimated = false } = usage;
  if (isEstimated) return { ...worst, time: Math.ceil(time) };
  const money = prices.money(model.reference, { ...usage, images: imagesIn(request) });
  return { tokens: inputTokens + outputTokens, calls: 1, time: Math.ceil(time), ...(money !== null && { money }) };
}

/** What a failed call cost: its worst case where only the provider knows. */
export function costOfFailure(error: unknown, { worst, time }: Ended): Amounts {
  const isFree = error instanceof ModelError && free.has(error.failure);
  return { ...(isFree ? { calls: 1 } : worst), time: Math.ceil(time) };
}
