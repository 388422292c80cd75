import { stopWords } from '../text/stop-words.ts';

/** Which words requests consist of: what a request shares no words with, it can hardly be judged by. */
export class KnownWords {
  readonly #requests = new Map<string, number>();

  constructor(requests: readonly (readonly string[])[]) {
    for (const words of requests)
      for (const word of new Set(words)) this.#requests.set(word, (this.#requests.get(word) ?? 0) + 1);
  }

  /**
   * The share of the words that other requests have too; numbers and those that say nothing about what is wanted do not count. 0 for
   * a request without any.
   */
  shareOf(words: readonly string[], { isInside }: { readonly isInside: boolean }): number {
    const telling = words.filter((word) => !stopWords.has(word) && !word.startsWith('#'));
    const least = isInside ? 2 : 1;
    const known = telling.filter((word) => (this.#requests.get(word) ?? 0) >= least);
    return telling.length === 0 ? 0 : known.length / telling.length;
  }
}
