import type { Chosen } from '../choose.ts';
import type { ToolCard, ToolLink } from '../example.ts';
import { GraphModel } from './graph-model.ts';
import { StatementModel } from './statement-model.ts';

/** Plans a request for which there is no history. */
export interface ColdModel {
  plan(request: string): Chosen;
}

/**
 * A planner that has learned nothing about these functions: where it is known which may follow which, it looks for the
 * best way through them, otherwise it reads the request part by part.
 *
 * @example
 * ```ts
 * import { coldModel } from '@batonhq/agents/planner';
 *
 * const tools = [
 *   { id: 'a', name: 'findFlight', description: 'Search for flights' },
 *   { id: 'b', name: 'bookHotel', description: 'Book a room in a hotel' },
 * ];
 * const { chain } = coldModel({ tools }).plan('Find a flight to Rome. Then book a hotel there.');
 * console.log(chain.map((place) => tools[place]?.name)); // [ 'findFlight', 'bookHotel' ]
 * ```
 */
export function coldModel({
  tools,
  links = [],
}: {
  readonly tools: readonly ToolCard[];
  readonly links?: readonly ToolLink[];
}): ColdModel {
  return links.length > 0 ? new GraphModel({ tools, links }) : new StatementModel(tools);
}
