import { PriceList } from '@batonhq/agents';
import type { PlanTerms } from '@batonhq/agents/planner';
import type { SystemOptions } from './options.ts';

/** What plans reckon tokens with: the average price of the first model; undefined where nobody knows it. */
export function tokenPrice({ models: [model] = [], prices }: SystemOptions): PlanTerms['price'] {
  const list = new PriceList(prices);
  const perMillion = model === undefined ? null : list.average(model);
  return perMillion === null ? undefined : { perMillion, currency: list.currency };
}
