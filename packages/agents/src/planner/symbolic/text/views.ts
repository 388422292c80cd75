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

/** Words, pairs of them, and words by where they stand. The weights were chosen by leave-one-out on training examples. */
export const views: readonly View[] = [
  { terms: planWords, weight: 0.5 },
  { terms: wordPairs, weight: 0.25 },
  { terms: placedWords, weight: 0.25 },
];
