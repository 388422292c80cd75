import { wordsOf } from './words.ts';

/** A document to be found. */
export interface SearchDocument {
  readonly id: string;
  /** Words of the title count three times. */
  readonly title: string;
  readonly text: string;
}

/** A document that was found. */
export interface SearchHit {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  /** The part of the text with most of what was looked for, at most 240 characters, cut at words. */
  readonly snippet: string;
  /** Where that part stands in the text. */
  readonly start: number;
  readonly end: number;
}

const saturation = 1.2;
const lengthWeight = 0.75;
const titleWeight = 3;
const snippetLength = 240;

interface Entry {
  readonly document: SearchDocument;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

/**
 * Documents found by their words: BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.75, over the terms of
 * {@link wordsOf}. Held in memory: tens of thousands of documents, not millions.
 *
 * @example
 * ```ts
 * import { SearchIndex } from '@batonhq/agents/workspace';
 *
 * const index = new SearchIndex([{ id: 'a', title: 'Minutes', text: 'We agreed to move the meeting.' }]);
 * console.log(index.search('meetings')[0]?.snippet);
 * ```
 */
export class SearchIndex {
  readonly #entries: readonly Entry[];
  readonly #byId: ReadonlyMap<string, Entry>;
  readonly #containing = new Map<string, Entry[]>();
  readonly #meanLength: number;

  constructor(documents: readonly SearchDocument[]) {
    this.#entries = documents.map(entryOf);
    this.#byId = new Map(this.#entries.map((entry) => [entry.document.id, entry]));
    for (const entry of this.#entries)
      for (const term of entry.counts.keys()) {
        const others = this.#containing.get(term);
        if (others === undefined) this.#containing.set(term, [entry]);
        else others.push(entry);
      }
    const total = this.#entries.reduce((sum, { length }) => sum + length, 0);
    this.#meanLength = Math.max(1, total / Math.max(1, this.#entries.length));
  }

  /** The best documents for a question, best first; ties in the order they were given. */
  search(question: string, limit = 10): readonly SearchHit[] {
    return this.rank(question)
      .slice(0, limit)
      .flatMap(({ id, score }) => {
        const part = this.passage(id, question);
        return part === null ? [] : [{ id, score, ...part }];
      });
  }

  /** Every document with a word of the question, best first, without its passage: what that costs is only for those shown. */
  rank(question: string): readonly { readonly id: string; readonly score: number }[] {
    const scores = new Map<Entry, number>();
    for (const { terms } of wordsOf(question))
      for (const [entry, gain] of this.#gains(terms)) scores.set(entry, (scores.get(entry) ?? 0) + gain);
    const found = this.#entries.filter((entry) => scores.has(entry));
    return found
      .map((entry) => ({ id: entry.document.id, score: scores.get(entry) ?? 0 }))
      .toSorted((left, right) => right.score - left.score);
  }

  /** The passage of a document that has most of a question; null for a document that is not here. */
  passage(id: string, question: string): Omit<SearchHit, 'id' | 'score'> | null {
    const entry = this.#byId.get(id);
    if (entry === undefined) return null;
    const terms = new Set(wordsOf(question).flatMap((word) => word.terms));
    return { title: entry.document.title, ...this.#snippet(entry.document.text, terms) };
  }

  /** What one word adds to each document: the best of its terms, so that a word counts once. */
  #gains(alternatives: readonly string[]): ReadonlyMap<Entry, number> {
    const gains = new Map<Entry, number>();
    for (const term of alternatives) {
      const rarity = this.#rarity(term);
      for (const entry of this.#containing.get(term) ?? []) {
        const count = entry.counts.get(term) ?? 0;
        const norm = saturation * (1 - lengthWeight + (lengthWeight * entry.length) / this.#meanLength);
        const gain = (rarity * count * (saturation + 1)) / (count + norm);
        gains.set(entry, Math.max(gains.get(entry) ?? 0, gain));
      }
    }
    return gains;
  }

  #rarity(term: string): number {
    const containing = this.#containing.get(term)?.length ?? 0;
    return Math.log(1 + (this.#entries.length - containing + 0.5) / (containing + 0.5));
  }

  /** The window of the text whose different wanted terms are worth most. */
  #snippet(
    text: string,
    terms: ReadonlySet<string>,
  ): { readonly snippet: string; readonly start: number; readonly end: number } {
    const words = wordsOf(text);
    const worth = words.map((word) => word.terms.find((term) => terms.has(term)) ?? null);
    let best = { value: -1, first: 0, last: 0 };
    for (let first = 0, last = 0; first < words.length; first += 1) {
      last = Math.max(last, first);
      while (last + 1 < words.length && (words[last + 1]?.end ?? 0) - (words[first]?.start ?? 0) <= snippetLength)
        last += 1;
      if (first > 0 && worth[first] === null) continue;
      const inside = new Set(worth.slice(first, last + 1));
      const value = [...inside].reduce((sum, term) => sum + (term === null ? 0 : this.#rarity(term)), 0);
      if (value > best.value) best = { value, first, last };
    }
    const start = words[best.first]?.start ?? 0;
    const end = words[best.last]?.end ?? 0;
    return { snippet: text.slice(start, end).replace(/\s+/g, ' '), start, end };
  }
}

function entryOf(document: SearchDocument): Entry {
  const counts = new Map<string, number>();
  let length = 0;
  const add = (text: string, weight: number): void => {
    for (const { terms } of wordsOf(text)) {
      length += 1;
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight);
    }
  };
  add(document.title, titleWeight);
  add(document.text, 1);
  return { document, counts, length };
}
