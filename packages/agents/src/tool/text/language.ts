/** Languages that texts are written in here. */
export type Language = 'he' | 'en' | 'de';

/** All of them. */
export const languages: readonly Language[] = ['he', 'en', 'de'];

/** Small words that German has and English does not. */
const german =
  /(?<![\p{L}])(?:der|die|das|und|nicht|mit|für|wir|ist|ein|eine|einen|dem|den|zum|zur|über|bitte|auf)(?![\p{L}])|[äöüß]/giu;
const english = /(?<![\p{L}])(?:the|and|not|with|for|we|is|an|to|of|on|please|about|that)(?![\p{L}])/giu;

/** The language most of a text is in: by its letters, and among Latin ones by its small words; English when in doubt. */
export function languageOf(text: string): Language {
  const hebrew = text.match(/[\u05D0-\u05EA]/g)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  if (hebrew > latin) return 'he';
  const count = (words: RegExp): number => text.match(words)?.length ?? 0;
  return count(german) > count(english) ? 'de' : 'en';
}

/** One of the languages, as it was asked for; null for anything else. */
export function languageNamed(name: string): Language | null {
  return languages.find((one) => one === name) ?? null;
}
