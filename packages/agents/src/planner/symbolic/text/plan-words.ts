import { wordsOf } from '../../../tool/text/words.ts';

/** Suffixes that are taken off a word of at least so many letters: the first that fits of each row. */
const suffixRows: readonly (readonly Suffix[])[] = [
  [
    { ending: 'ing', least: 6, instead: '' },
    { ending: 'ied', least: 5, instead: 'y' },
    { ending: 'ies', least: 5, instead: 'y' },
    { ending: 'ed', least: 5, instead: '' },
    { ending: 's', least: 4, instead: '' },
  ],
  [
    { ending: 'ation', least: 7, instead: '' },
    { ending: 'ment', least: 7, instead: '' },
    { ending: 'ion', least: 6, instead: '' },
  ],
  [{ ending: 'e', least: 5, instead: '' }],
];

interface Suffix {
  readonly ending: string;
  readonly least: number;
  readonly instead: string;
}

/**
 * The words of a request as the planner compares them. Numbers become `#` and words with digits `#x`, since an order is
 * the same whatever its number; `sendMail` and `send_mail` are two words; English loses more of its endings than in a
 * search (after Porter 1980, shortened: a false friend costs less here than a missed one); Hebrew loses the letters
 * written in front of a word, and its final letters take their usual form.
 */
export function planWords(text: string): readonly string[] {
  const apart = text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/['’"_]/g, ' ');
  return wordsOf(apart).map(({ start, end, terms }) => {
    const written = apart.slice(start, end).toLowerCase();
    return /^[a-z0-9]+$/.test(written) ? stemmed(written) : (terms.at(-1) ?? written);
  });
}

function stemmed(word: string): string {
  if (/^\d+$/.test(word)) return '#';
  if (/\d/.test(word)) return '#x';
  const bare = suffixRows.reduce(withoutSuffix, word);
  return bare.length > 4 && bare.at(-1) === bare.at(-2) ? bare.slice(0, -1) : bare;
}

function withoutSuffix(word: string, row: readonly Suffix[]): string {
  const suffix = row.find(({ ending, least }) => word.length >= least && word.endsWith(ending));
  if (suffix === undefined || word.endsWith('ss')) return word;
  return word.slice(0, word.length - suffix.ending.length) + suffix.instead;
}
