import type { ToolCard } from '../example.ts';
import { clausesOf } from '../text/clauses.ts';
import { isConcept } from './concepts.ts';
import { distinct, meaningsOf } from './meanings.ts';
import type { Meaning } from './meanings.ts';

/** How well each function fits a request by its words alone. */
export interface WordMatch {
  /** The words of the request that say something, each once. */
  readonly meanings: readonly Meaning[];
  readonly clauseCount: number;
  /** BM25 of each function for the whole request. */
  readonly whole: Float64Array;
  /** The greatest of them, above zero. */
  readonly most: number;
  /** The best BM25 of each function for a part of the request. */
  readonly best: Float64Array;
  /** How near each function comes to the best one of a part, squared; 1 for the best of any part. */
  readonly won: Float64Array;
  /** The share of each function's own words that the request has. */
  readonly described: Float64Array;
  readonly named: Float64Array;
  /** The same within the part of the request that fits best. */
  readonly namedInPart: Float64Array;
  /** Where in the request a function's words stand, from 0 to 1, the rare ones counting most; null when none does. */
  readonly place: (tool: number) => number | null;
}

const saturation = 1.2;
const lengthWeight = 0.5;
const conceptWeight = 0.5;
/** What a word is worth that is only meant, not said, when coverage is counted. */
const meantShare = 0.6;
const meantInPlace = 0.4;

/** Functions found by the words of their cards and by what these mean: BM25 (Robertson and Zaragoza 2009). */
export class ToolIndex {
  readonly #names: readonly (readonly Meaning[])[];
  readonly #descriptions: readonly (readonly Meaning[])[];
  readonly #terms: readonly ReadonlyMap<string, number>[];
  readonly #containing = new Map<string, { readonly tool: number; readonly gain: number }[]>();
  readonly #rarity = new Map<string, number>();

  /** With `names`, the names of the functions count like their descriptions. */
  constructor(cards: readonly ToolCard[], { names }: { readonly names: boolean }) {
    const read = (text: string): readonly Meaning[] => meaningsOf(text).map(({ meaning }) => meaning);
    this.#names = cards.map(({ name }) => (names ? read(name) : []));
    this.#descriptions = cards.map(({ description }) => read(description));
    this.#terms = cards.map((_, tool) => countsOf([...this.namesOf(tool), ...(this.#descriptions[tool] ?? [])].flat()));
    this.#weigh();
  }

  /** The words of a function's name. */
  namesOf(tool: number): readonly Meaning[] {
    return this.#names[tool] ?? [];
  }

  /** How often a function's card has each word and meaning. */
  termsOf(tool: number): ReadonlyMap<string, number> {
    return this.#terms[tool] ?? new Map();
  }

  /** How rare a word is among the cards; the most for a word that none has. */
  rarity(term: string): number {
    return this.#rarity.get(term) ?? Math.log(this.#terms.length + 1);
  }

  has(term: string): boolean {
    return this.#rarity.has(term);
  }

  match(request: string): WordMatch {
    const placed = meaningsOf(request);
    const meanings = distinct(placed.map(({ meaning }) => meaning));
    const parts = clausesOf(request).map((part) => meaningsOf(part).map(({ meaning }) => meaning));
    const fits = parts.map((part) => this.#fit(part));
    const said = termSet(meanings);
    const saidInParts = parts.map(termSet);
    const count = this.#terms.length;
    const each = (value: (tool: number) => number): Float64Array =>
      Float64Array.from({ length: count }, (_, at) => value(at));
    const most = fits.map(maximum);
    const whole = this.#fit(meanings);
    return {
      meanings,
      clauseCount: parts.length,
      whole,
      most: maximum(whole),
      best: each((tool) => Math.max(0, ...fits.map((fit) => fit[tool] ?? 0))),
      won: each((tool) => Math.max(0, ...fits.map((fit, part) => (fit[tool] ?? 0) / (most[part] ?? 1))) ** 2),
      described: each((tool) => this.#coverage(this.#descriptions[tool] ?? [], said)),
      named: each((tool) => this.#coverage(this.namesOf(tool), said)),
      namedInPart: each((tool) => Math.max(...saidInParts.map((part) => this.#coverage(this.namesOf(tool), part)))),
      place: this.#placer(placed),
    };
  }

  #weigh(): void {
    const lengths = this.#terms.map((terms) => [...terms.values()].reduce((sum, one) => sum + one, 0));
    const mean = lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, lengths.length);
    const containing = countsOf(this.#terms.flatMap((terms) => [...terms.keys()]));
    for (const [term, count] of containing) this.#rarity.set(term, Math.log((this.#terms.length + 1) / (count + 0.5)));
    for (const [tool, terms] of this.#terms.entries())
      for (const [term, count] of terms) {
        const norm = saturation * (1 - lengthWeight + (lengthWeight * (lengths[tool] ?? 0)) / mean);
        const share = isConcept(term) ? conceptWeight : 1;
        const gain = (share * this.rarity(term) * count * (saturation + 1)) / (count + norm);
        const others = this.#containing.get(term);
        if (others === undefined) this.#containing.set(term, [{ tool, gain }]);
        else others.push({ tool, gain });
      }
  }

  /** Each word counts once for a function: said or meant, whichever is worth more. */
  #fit(meanings: readonly Meaning[]): Float64Array {
    const fit = new Float64Array(this.#terms.length);
    for (const meaning of meanings) {
      const gains = new Map<number, number>();
      for (const term of meaning)
        for (const { tool, gain } of this.#containing.get(term) ?? [])
          if (gain > (gains.get(tool) ?? 0)) gains.set(tool, gain);
      for (const [tool, gain] of gains) fit[tool] = (fit[tool] ?? 0) + gain;
    }
    return fit;
  }

  #coverage(own: readonly Meaning[], said: ReadonlySet<string>): number {
    let [covered, all] = [1e-6, 1e-6];
    for (const [word, ...concepts] of own) {
      const worth = this.rarity(word);
      all += worth;
      covered += worth * (said.has(word) ? 1 : concepts.some((one) => said.has(one)) ? meantShare : 0);
    }
    return covered / all;
  }

  #placer(placed: ReturnType<typeof meaningsOf>): (tool: number) => number | null {
    const places = new Map<string, number[]>();
    for (const { meaning, index } of placed)
      for (const term of meaning) places.set(term, [...(places.get(term) ?? []), index]);
    const length = Math.max(1, (placed.at(-1)?.index ?? 0) + 1);
    return (tool) => {
      let [sum, total] = [0, 0];
      for (const term of this.termsOf(tool).keys()) {
        const at = places.get(term) ?? [];
        const worth = (this.rarity(term) * (isConcept(term) ? meantInPlace : 1)) ** 2 / Math.max(1, at.length);
        for (const index of at) [sum, total] = [sum + worth * index, total + worth];
      }
      return total === 0 ? null : sum / total / length;
    };
  }
}

function countsOf(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function termSet(meanings: readonly Meaning[]): ReadonlySet<string> {
  return new Set(meanings.flat());
}

function maximum(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 1e-9);
}
