/** Languages that texts are written in here. */
export type Language = 'he' | 'en';

/** The language most of a text is in, by its letters. */
export function languageOf(text: string): Language {
  const hebrew = text.match(/[\u05D0-\u05EA]/g)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  return hebrew > latin ? 'he' : 'en';
}
