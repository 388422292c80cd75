import { planWords } from './plan-words.ts';
import { stopWords } from './stop-words.ts';

/** One way to look at a text, and how much it weighs beside the others. */
export interface View {
  readonly terms: (text: string) => readonly string[];
  readonly weight: number;
}

/** Into how many parts a request is cut for {@link placedWords}. */
const parts = 3;

function wordPairs(text: string): readonly string[] {
  const words = planWords(text);
  return words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`);
}

/** Words with the part of the request they stand in: what is asked for first is mostly done first. */
function placedWords(text: string): readonly string[] {
  const words = planWords(text);
  return words.flatMap((word, index) =>
    stopWords.has(word) ? [] : [`${Math.min(parts - 1, Math.floor((parts * index) / words.length))} ${word}`],
  );
}

/** Three letters in a row: forms of a word that no rule of endings brings together, in Hebrew above all. */
function letterTriples(text: string): readonly string[] {
  return planWords(text).flatMap((word) =>
    stopWords.has(word) ? [] : Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3)),
  );
}

/** Words, pairs of them, words by where they stand, and their letters. The weights were chosen by leave-one-out on training examples. */
export const views: readonly View[] = [
  { terms: planWords, weight: 0.4 },
  { terms: wordPairs, weight: 0.2 },
  { terms: placedWords, weight: 0.2 },
  { terms: letterTriples, weight: 0.2 },
];
