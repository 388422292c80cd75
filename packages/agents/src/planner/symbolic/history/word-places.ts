import type { Chain } from '../example.ts';
import { stopWords } from '../text/stop-words.ts';
import type { Counts } from './plan-counts.ts';

/** A request to be looked at, and if it is a known one, its own plan, which then counts for nothing. */
export interface PlacedRequest {
  readonly words: readonly string[];
  readonly own: Chain | null;
  readonly counts: Counts;
}

/** A pair seen less often than this counts in proportion. */
const trusted = 3;

/**
 * Where in a request a function is asked for: past requests tell which words go with which function, and the places of
 * these words, by how much more often they come with it than without, give the place of the function.
 */
export class WordPlaces {
  readonly #requestsWith = new Map<string, number>();
  readonly #toolsBeside = new Map<string, Map<number, number>>();

  constructor(requests: readonly (readonly string[])[], plans: readonly Chain[]) {
    for (const [index, words] of requests.entries()) {
      const tools = new Set(plans[index]);
      for (const word of new Set(words)) {
        this.#requestsWith.set(word, (this.#requestsWith.get(word) ?? 0) + 1);
        const beside = this.#toolsBeside.get(word) ?? new Map<number, number>();
        for (const tool of tools) beside.set(tool, (beside.get(tool) ?? 0) + 1);
        this.#toolsBeside.set(word, beside);
      }
    }
  }

  /** From 0 to 1; null when no word of the request goes with the function. */
  placeOf(tool: number, request: PlacedRequest): number | null {
    let [sum, total] = [0, 0];
    for (const [index, word] of request.words.entries()) {
      const weight = stopWords.has(word) ? 0 : this.#weight(word, tool, request);
      [sum, total] = [sum + weight * index, total + weight];
    }
    return total === 0 ? null : sum / total / request.words.length;
  }

  #weight(word: string, tool: number, { own, counts }: PlacedRequest): number {
    const withWord = (this.#requestsWith.get(word) ?? 0) - Number(own !== null);
    const together = (this.#toolsBeside.get(word)?.get(tool) ?? 0) - Number(own?.includes(tool) ?? false);
    if (together <= 0 || withWord <= 0) return 0;
    const usual = (counts.tool(tool) + 0.1) / (counts.total + 1);
    const lift = Math.log((together + 0.1) / (withWord + 1) / usual);
    return lift <= 0 ? 0 : (lift * Math.min(1, together / trusted)) ** 2;
  }
}
