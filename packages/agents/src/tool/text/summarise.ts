import { termsIn } from './words.ts';

/** A sentence that was chosen, and where it stands. */
export interface KeySentence {
  readonly text: string;
  readonly start: number;
  readonly score: number;
}

const mostSentences = 400;
const damping = 0.85;
const rounds = 40;

/** Sentences too short to say anything, or so long that they are tables. */
const fewestTerms = 4;
const mostTerms = 80;

/**
 * The sentences that say most of a text, in the order they stand: TextRank (Mihalcea and Tarau 2004), a random walk over
 * sentences that share words, with sentences close to those already chosen left out (maximal marginal relevance, Carbonell
 * and Goldstein 1998). Nothing is made up: every sentence is the text's own.
 *
 * @example
 * ```ts
 * import { keySentences } from '@batonhq/agents/workspace';
 *
 * console.log(keySentences('We lost the bakery lease. The lease ends in May. It rained.', 1)[0]?.text);
 * ```
 */
export function keySentences(text: string, count: number): readonly KeySentence[] {
  const sentences = sentencesOf(text).slice(0, mostSentences);
  const similar = sentences.map((one) =>
    sentences.map((other) => (one === other ? 0 : similarity(one.terms, other.terms))),
  );
  const ranks = walk(similar);
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, sentences.length)) {
    let best = { index: -1, value: -Infinity };
    for (const [index, rank] of ranks.entries()) {
      if (chosen.includes(index)) continue;
      const closest = Math.max(0, ...chosen.map((other) => similar[index]?.[other] ?? 0));
      const value = rank * (1 - closest);
      if (value > best.value) best = { index, value };
    }
    chosen.push(best.index);
  }
  return chosen
    .toSorted((left, right) => left - right)
    .flatMap((index) => {
      const sentence = sentences[index];
      return sentence === undefined ? [] : [{ text: sentence.text, start: sentence.start, score: ranks[index] ?? 0 }];
    });
}

interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly terms: ReadonlySet<string>;
}

function sentencesOf(text: string): readonly Sentence[] {
  const parts = [...text.matchAll(/[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]+)*[.!?]*/g)];
  return parts.flatMap(({ 0: part, index }) => {
    const lead = part.length - part.trimStart().length;
    const plain = part.trim().replace(/^(?:#+|[-*>]|\d+\.)\s+/, '');
    const terms = new Set(termsIn(plain));
    const speaks = terms.size >= fewestTerms && terms.size <= mostTerms;
    return speaks ? [{ text: plain, start: index + lead, terms }] : [];
  });
}

/** Shared terms, against the lengths of both; 0 to 1. */
function similarity(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const term of one) if (other.has(term)) shared += 1;
  return shared === 0 ? 0 : shared / Math.sqrt(one.size * other.size);
}

function walk(similar: readonly (readonly number[])[]): readonly number[] {
  const size = similar.length;
  const totals = similar.map((row) => row.reduce((sum, value) => sum + value, 0));
  let ranks: readonly number[] = Array.from({ length: size }, () => 1 / size);
  for (let round = 0; round < rounds; round += 1) {
    const before = ranks;
    ranks = before.map((_, index) => {
      let received = 0;
      for (let other = 0; other < size; other += 1) {
        const total = totals[other] ?? 0;
        if (total > 0) received += ((before[other] ?? 0) * (similar[other]?.[index] ?? 0)) / total;
      }
      return (1 - damping) / size + damping * received;
    });
  }
  return ranks;
}
