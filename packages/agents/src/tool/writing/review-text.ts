import { languageOf, type Language } from '../text/language.ts';
import { keySentences } from '../text/summarise.ts';

/** Something an editor would mark. */
export type TextProblem = {
  readonly kind: 'long' | 'filler' | 'repeated' | 'passive' | 'spacing';
  readonly text: string;
  readonly advice: string;
};

/** What an editor sees at first reading. */
export type TextReview = {
  readonly language: Language;
  readonly words: number;
  readonly sentences: number;
  readonly wordsPerSentence: number;
  readonly problems: readonly TextProblem[];
  /** The text in its most telling sentences, word for word: about a third of it. */
  readonly shorter: string;
};

const longest = 28;
const fillers: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:very|really|basically|actually|in order to|due to the fact that|at this point in time|it should be noted that|quite|simply)\b/gi,
  de: /(?<![\p{L}])(?:eigentlich|sozusagen|grundsätzlich|gewissermaßen|im Rahmen von|an dieser Stelle|ganz einfach|wirklich)(?![\p{L}])/giu,
  he: /(?<![\u05D0-\u05EA])(?:למעשה|בעצם|כמובן|באמת|על מנת|יש לציין כי|באופן עקרוני)(?![\u05D0-\u05EA])/g,
};

/** Marks sentences that are too long, words that say nothing, words said twice, the passive, and stray spaces. */
export function reviewText(text: string): TextReview {
  const language = languageOf(text);
  const sentences = text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((one) => one.trim())
    .filter((one) => /\p{L}/u.test(one));
  const words = text.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length;
  const problems: readonly TextProblem[] = [
    ...sentences
      .filter((one) => one.split(/\s+/).length > longest)
      .map((one) => ({
        kind: 'long' as const,
        text: one,
        advice: `make it two sentences: ${one.split(/\s+/).length} words`,
      })),
    ...found(text, fillers[language]).map((one) => ({ kind: 'filler' as const, text: one, advice: 'leave it out' })),
    ...found(text, /(?<![\p{L}])(\p{L}+)\s+\1(?![\p{L}])/giu).map((one) => ({
      kind: 'repeated' as const,
      text: one,
      advice: 'say it once',
    })),
    ...(language === 'en'
      ? found(text, /\b(?:was|were|is being|has been|have been)\s+\w+ed by\b/gi).map((one) => ({
          kind: 'passive' as const,
          text: one,
          advice: 'say who does it first',
        }))
      : []),
    ...found(text, /\s+[,.;:!?](?=\s|$)|[^\S\n]{2,}/g).map((one) => ({
      kind: 'spacing' as const,
      text: JSON.stringify(one),
      advice: 'one space after a mark, none before',
    })),
  ];
  return {
    language,
    words,
    sentences: sentences.length,
    wordsPerSentence: Math.round((words / Math.max(1, sentences.length)) * 10) / 10,
    problems,
    shorter: keySentences(text, Math.max(1, Math.round(sentences.length / 3)))
      .map((one) => one.text)
      .join(' '),
  };
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([one]) => one);
}
