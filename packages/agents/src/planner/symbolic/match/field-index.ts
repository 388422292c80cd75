const saturation = 1.2;
const lengthWeight = 0.5;

/** How the documents of a field answer a question. */
export interface FieldMatch {
  /** BM25 of each document. */
  readonly fit: Float64Array;
  /** The share of each document's words that the question has, rare ones counting more. */
  readonly coverage: Float64Array;
}

/** One field of many cards, found by its words: BM25 (Robertson and Zaragoza 2009). */
export class FieldIndex {
  readonly #containing = new Map<string, { readonly documents: number[]; readonly gains: number[] }>();
  readonly #rarity = new Map<string, number>();
  readonly #whole: Float64Array;

  constructor(documents: readonly (readonly string[])[]) {
    const mean = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length);
    const counts = documents.map(countsOf);
    for (const words of counts)
      for (const word of words.keys()) this.#rarity.set(word, (this.#rarity.get(word) ?? 0) + 1);
    for (const [word, count] of this.#rarity)
      this.#rarity.set(word, Math.log(1 + (documents.length - count + 0.5) / (count + 0.5)));
    for (const [document, words] of counts.entries())
      for (const [word, count] of words) {
        const norm = saturation * (1 - lengthWeight + (lengthWeight * (documents[document]?.length ?? 0)) / mean);
        const posting = this.#containing.get(word) ?? { documents: [], gains: [] };
        posting.documents.push(document);
        posting.gains.push((this.rarity(word) * count * (saturation + 1)) / (count + norm));
        this.#containing.set(word, posting);
      }
    this.#whole = Float64Array.from(counts, (words) => this.worth(words.keys()) + 1e-6);
  }

  /** 0 for words that no document has. */
  rarity(word: string): number {
    return this.#rarity.get(word) ?? 0;
  }

  /** What words are worth together, each once. */
  worth(words: Iterable<string>): number {
    let sum = 0;
    for (const word of new Set(words)) sum += this.rarity(word);
    return sum;
  }

  match(question: readonly string[]): FieldMatch {
    const [fit, covered] = [new Float64Array(this.#whole.length), new Float64Array(this.#whole.length)];
    for (const word of new Set(question)) {
      const { documents, gains } = this.#containing.get(word) ?? { documents: [], gains: [] };
      const rarity = this.rarity(word);
      for (let index = 0; index < documents.length; index += 1) {
        const document = documents[index] ?? 0;
        fit[document] = (fit[document] ?? 0) + (gains[index] ?? 0);
        covered[document] = (covered[document] ?? 0) + rarity;
      }
    }
    return { fit, coverage: covered.map((one, document) => one / (this.#whole[document] ?? 1)) };
  }
}

function countsOf(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
