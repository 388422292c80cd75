/** One word of a text, as search sees it. */
export interface Word {
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What it may be looked for by: its stem, and for Hebrew also what is left without prefix letters. */
  readonly terms: readonly string[];
}

const points = /[\u0591-\u05C7]/g;
const hebrew = /[\u05D0-\u05EA]/;
const pattern = /[\p{L}\p{N}\p{M}]+(?:["'\u2019\u05F3\u05F4][\p{L}\p{N}\p{M}]+)*/gu;

/** Accents of Latin, Greek and Cyrillic letters, once they are letters of their own. */
const accents = /[\u0300-\u036F]/g;
const quotes = /["'\u2019\u05F3\u05F4]/g;

const finals: Readonly<Record<string, string>> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' };

/** Letters that Hebrew writes in front of a word: and, the, in, as, to, from, that; up to three of them. */
const prefix = /^(?:ו?(?:כש|מש|לכש|שב|של|שה|שמ|ב|כ|ל|מ|ש|ה)ה?|ו)/;

/** Letters a word must have left. */
const least = 3;

/**
 * The words of a text in any language, each with the terms it is found by.
 *
 * Latin words are stemmed lightly (plurals, -ing, -ed) and found without their accents; Hebrew loses its points, gets its final letters back to their
 * usual form, and is found with and without the letters written in front of it; quotes inside acronyms are dropped.
 *
 * @example
 * ```ts
 * import { wordsOf } from '@batonhq/agents/workspace';
 *
 * console.log(wordsOf('ובדצמבר').flatMap(({ terms }) => terms)); // [ 'ובדצמבר', 'דצמבר' ]
 * ```
 */
export function wordsOf(text: string): readonly Word[] {
  // Most words of a text stand in it more than once.
  const read = new Map<string, readonly string[]>();
  return [...text.matchAll(pattern)].map(({ 0: word, index }) => {
    const terms = read.get(word) ?? termsOf(word);
    read.set(word, terms);
    return { start: index, end: index + word.length, terms };
  });
}

/** All terms of a text, in order. */
export function termsIn(text: string): readonly string[] {
  return wordsOf(text).flatMap(({ terms }) => terms);
}

/** Letters that are written in one way only, and may be small or capital. */
const ascii = /^[A-Za-z0-9]+$/;

function termsOf(word: string): readonly string[] {
  if (ascii.test(word)) return [stemmed(word.toLowerCase())];
  const plain = withoutAccents(word.toLowerCase()).replace(points, '').replace(quotes, '');
  if (!hebrew.test(plain)) return [stemmed(plain)];
  const usual = plain.replace(/[ךםןףץ]/g, (letter) => finals[letter] ?? letter);
  const bare = usual.replace(prefix, '');
  const stem = hebrewStem(usual);
  const bareStem = hebrewStem(bare);
  return bare.length >= least && bareStem !== stem ? [stem, bareStem] : [stem];
}

/** `Núñez` is found by those who write it on another keyboard. */
function withoutAccents(word: string): string {
  return word.normalize('NFKD').replace(accents, '').normalize('NFC');
}

/** Without the endings of plurals. */
function hebrewStem(word: string): string {
  return word.length > least + 2 ? word.replace(/(?:ימ|ות)$/, '') : word;
}

function stemmed(word: string): string {
  if (word.length < 4 || /\p{N}/u.test(word)) return word;
  const base = word
    .replace(/ies$/, 'y')
    .replace(/(?<=[sxz]|[cs]h)es$/, '')
    .replace(/(?<![su])s$/, '')
    .replace(/(?<=...)(?:ing|ed)$/, '');
  return base.replace(/([bdfgmnprt])\1$/, '$1').replace(/(?<=...)e$/, '');
}
