/** A function as the planner sees it: never by its name when there is a history, only by what it does. */
export interface ToolCard {
  readonly id: string;
  /** Used only where nothing was learned yet. */
  readonly name: string;
  readonly description: string;
  /** Its arguments: name and description of each. None when missing. */
  readonly parameters?: readonly ParameterCard[];
  /** Its results, in words. */
  readonly results?: string;
  /** The areas it belongs to, in words. */
  readonly area?: string;
}

/** One argument of a function. */
export interface ParameterCard {
  readonly name: string;
  readonly description: string;
  readonly kind: 'text' | 'number' | 'other';
}

/** A plan that was approved and went well: which functions served a request, in which order. */
export interface PlanExample {
  readonly request: string;
  /** Ids of the functions, in order. */
  readonly tools: readonly string[];
}

/** One function may follow another; both by id. */
export type ToolLink = readonly [from: string, to: string];

/** Functions by their place in a list, in order. */
export type Chain = readonly number[];

/** The pairs of neighbours of a chain. */
export function pairsOf(chain: Chain): readonly (readonly [number, number])[] {
  return chain.slice(1).map((to, index) => [chain[index] ?? to, to] as const);
}
