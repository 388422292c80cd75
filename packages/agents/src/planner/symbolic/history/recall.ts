import type { PlanExample } from '../example.ts';
import { planWords } from '../text/plan-words.ts';
import { stopWords } from '../text/stop-words.ts';

/** A plan of before, and how like its request is. */
export interface Recalled {
  readonly example: PlanExample;
  /** From 0 to 1. */
  readonly likeness: number;
}

/**
 * Finds the plan of before whose request is most like a new one: by the words that say something, the rare ones counting
 * most (weighted Jaccard). Of equals the newest, because whoever asked again may have changed the plan.
 */
export class Recall {
  readonly #requests: readonly { readonly example: PlanExample; readonly words: ReadonlySet<string> }[];
  readonly #counts = new Map<string, number>();
  readonly #size: number;

  /** `examples` are recalled, the oldest first; the requests `beside` them tell which words are rare. */
  constructor(examples: readonly PlanExample[], beside: readonly PlanExample[]) {
    this.#requests = examples.map((example) => ({ example, words: tellingWords(example.request) }));
    const all = [...this.#requests.map(({ words }) => words), ...beside.map(({ request }) => tellingWords(request))];
    for (const words of all) for (const word of words) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    this.#size = all.length;
  }

  /** Null when nothing of before has a word in common. */
  nearest(request: string): Recalled | null {
    const words = tellingWords(request);
    let best: Recalled | null = null;
    for (const { example, words: others } of this.#requests) {
      const likeness = this.#likeness(words, others);
      if (likeness > 0 && likeness >= (best?.likeness ?? 0)) best = { example, likeness };
    }
    return best;
  }

  #likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
    const weigh = (words: Iterable<string>): number =>
      [...words].reduce((sum, word) => sum + Math.log((1 + this.#size) / (1 + (this.#counts.get(word) ?? 0))) + 1, 0);
    const all = weigh(new Set([...left, ...right]));
    return all === 0 ? 0 : weigh([...left].filter((word) => right.has(word))) / all;
  }
}

function tellingWords(request: string): ReadonlySet<string> {
  return new Set(planWords(request).filter((word) => !stopWords.has(word)));
}
