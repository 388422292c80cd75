import { checkPrices, modelWriter, PriceList, type Model, type Writer } from '@batonhq/agents';
import type { SystemOptions } from './options.ts';

/** Who writes texts for people in workspaces: the models of the system, in their order; null where there are none. */
export function systemWriter(
  { models = [], prices }: Pick<SystemOptions, 'models' | 'prices'>,
  model: (reference: string) => Promise<Model>,
): Writer | null {
  if (models.length === 0) return null;
  return modelWriter({
    models: () => Promise.all(models.map((reference) => model(reference))),
    prices: new PriceList(prices === undefined ? undefined : checkPrices(prices, 'prices')),
  });
}
