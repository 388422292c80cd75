import { planWords } from '../text/plan-words.ts';
import { stopWords } from '../text/stop-words.ts';
import { conceptsOf } from './concepts.ts';

/** A word, followed by its meanings. */
export type Meaning = readonly [word: string, ...concepts: string[]];

/** Words that describe every function. */
const ofAnyFunction: ReadonlySet<string> = new Set(['tool', 'api', 'util', 'servic']);

/** The words of a text that say something, with their meanings and their place among all its words. */
export function meaningsOf(text: string): readonly { readonly meaning: Meaning; readonly index: number }[] {
  return planWords(text).flatMap((word, index) =>
    stopWords.has(word) || ofAnyFunction.has(word) ? [] : [{ meaning: [word, ...conceptsOf(word)] as const, index }],
  );
}

/** Every word once. */
export function distinct(meanings: readonly Meaning[]): readonly Meaning[] {
  return [...new Map(meanings.map((meaning) => [meaning[0], meaning])).values()];
}
