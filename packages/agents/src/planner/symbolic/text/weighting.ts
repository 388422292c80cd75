/** A text as weights of its terms, of length one. */
export interface SparseRow {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

/** Weighs the terms of texts by how rare they are: logarithmic TF-IDF (Salton and Buckley 1988). */
export class Weighting {
  readonly #place = new Map<string, number>();
  readonly #rarity: number[] = [];
  readonly #texts: number;

  constructor(texts: readonly (readonly string[])[]) {
    this.#texts = texts.length;
    const counts = new Map<string, number>();
    for (const terms of texts) for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) {
      this.#place.set(term, this.#rarity.length);
      this.#rarity.push(Math.log((1 + texts.length) / (1 + count)) + 1);
    }
  }

  /** How many terms are known. */
  get size(): number {
    return this.#rarity.length;
  }

  /**
   * Terms that no text had have no place, and make what is left weigh less: as rare as a term can be, they are most of what a
   * text says that shares a word or two with the others.
   */
  row(terms: readonly string[]): SparseRow {
    const counts = new Map<number, number>();
    const strange = new Map<string, number>();
    for (const term of terms) {
      const place = this.#place.get(term);
      if (place === undefined) strange.set(term, (strange.get(term) ?? 0) + 1);
      else counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const at = [...counts.keys()];
    const value = at.map((place) => weightOf(counts.get(place) ?? 1) * (this.#rarity[place] ?? 0));
    const rarest = Math.log((1 + this.#texts) / 2) + 1;
    const length = Math.hypot(...value, ...[...strange.values()].map((count) => weightOf(count) * rarest)) || 1;
    return { at, value: value.map((one) => one / length) };
  }
}

function weightOf(count: number): number {
  return 1 + Math.log(count);
}
