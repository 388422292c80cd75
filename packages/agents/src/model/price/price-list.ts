import type { Usage } from '../model.ts';
import { usualPrices, type ModelPrice, type PriceTable } from './price-table.ts';

/** What a call used, for its price. */
export type PricedUsage = Pick<Usage, 'inputTokens' | 'cachedTokens' | 'outputTokens'> & { readonly images: number };

/** A dated release of a model costs what the model does: `gpt-5-2026-04-01`, `claude-opus-5-20260724`, `…-latest`. */
const release = /-(\d{4}-\d{2}-\d{2}|\d{8}|latest)$/;

/**
 * What models cost: those of one's own table first, then the usual ones when that is in their currency.
 *
 * @example
 * ```ts
 * import { PriceList } from '@batonhq/agents';
 *
 * const prices = new PriceList({ models: { 'http://127.0.0.1:11434/*': { input: 0, output: 0 } } });
 * const usage = { inputTokens: 1_000, cachedTokens: 0, outputTokens: 200, images: 0 };
 * console.log(prices.money('http://127.0.0.1:11434/v1#llama3.3', usage)); // 0
 * console.log(prices.money('anthropic/claude-haiku-4-5', usage)); // 2000 millionths of a dollar
 * ```
 */
export class PriceList {
  /** What money is counted in. */
  readonly currency: string;
  readonly #tables: readonly PriceTable[];

  constructor(own: PriceTable = { models: {} }) {
    this.currency = own.currency ?? 'USD';
    this.#tables = this.currency === usualPrices.currency ? [own, usualPrices] : [own];
  }

  /** The price of a model, as the name is written; null when the table does not say. */
  find(reference: string): ModelPrice | null {
    for (const { models } of this.#tables) {
      const found = priceIn(models, reference) ?? priceIn(models, reference.replace(release, ''));
      if (found !== null) return found;
    }
    return null;
  }

  /** What a million tokens cost, in units, where one is written for four that are read; null when nobody knows. */
  average(reference: string): number | null {
    const price = this.find(reference);
    return price === null ? null : (4 * price.input + price.output) / 5;
  }

  /** What a call costs in millionths of a unit, rounded up; null when nobody knows. */
  money(reference: string, usage: PricedUsage): number | null {
    const price = this.find(reference);
    if (price === null || usage.inputTokens > (price.upTo ?? Infinity)) return null;
    const isLong = price.beyond !== undefined && usage.inputTokens > price.beyond.tokens;
    const { input, output, cached = input } = isLong && price.beyond !== undefined ? price.beyond : price;
    const fresh = Math.max(0, usage.inputTokens - usage.cachedTokens);
    // A price for a million tokens in units is the price of one token in millionths.
    const tokens = fresh * input + usage.cachedTokens * cached + usage.outputTokens * output;
    return Math.ceil(rounded(tokens + usage.images * (price.image ?? 0) * 1_000_000));
  }
}

function priceIn(models: PriceTable['models'], reference: string): ModelPrice | null {
  const exact = Object.hasOwn(models, reference) ? models[reference] : undefined;
  if (exact !== undefined) return exact;
  const [pattern] = Object.keys(models)
    .filter((name) => name.endsWith('*') && reference.startsWith(name.slice(0, -1)))
    .toSorted((left, right) => right.length - left.length);
  return pattern === undefined ? null : (models[pattern] ?? null);
}

/** Without the dust of binary fractions, which rounding up would make a millionth of. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
