/** Languages that goals are understood in without a model. */
export type GoalLanguage = 'en' | 'he';

/** A text in each language that plans are written in. */
export type Phrases = Readonly<Record<GoalLanguage, string>>;

/** The language most letters of a text belong to. */
export function languageOf(text: string): GoalLanguage {
  const hebrew = text.match(/[\u05D0-\u05EA]/g)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  return hebrew * 2 > latin ? 'he' : 'en';
}
