/** Consonants that sound alike in names, whatever alphabet writes them. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/sh|sch|[שסצ]|tz|ts|z|ז/g, 's'],
  [/ch|kh|ck|[chkqx]|[חכקה]/g, ''],
  [/[bvw]|ב/g, 'v'],
  [/ph|[pf]|פ/g, 'f'],
  [/th|[t]|[תט]/g, 't'],
  [/[gj]|ג/g, 'g'],
  [/ד/g, 'd'],
  [/ל/g, 'l'],
  [/מ/g, 'm'],
  [/נ/g, 'n'],
  [/ר/g, 'r'],
];

const silent = /[aeiouy]|[אעוי]|[^a-z\u05D0-\u05EA]/g;

/** Fewer consonants than this name nothing. */
const least = 3;

/** Keys by which a name is found in the other alphabet: Tvuot by תבואות; none for names too short to tell. */
export const sound = {
  /** What a known name is kept under. */
  of: (name: string): string | null => keyOf(name, isHebrew(name) ? 'latin' : 'hebrew'),
  /** What a word is looked up by. */
  asked: (word: string): string | null => keyOf(word, isHebrew(word) ? 'hebrew' : 'latin'),
};

/** True when two names may sound alike, whichever alphabet writes them: enough to suggest one, not to be sure. */
export function soundAlike(left: string, right: string): boolean {
  const heard = consonantsOf(left);
  return heard !== '' && heard === consonantsOf(right);
}

function keyOf(name: string, alphabet: 'hebrew' | 'latin'): string | null {
  const once = consonantsOf(name);
  return once.length < least ? null : `~${alphabet}:${once}`;
}

/** How a name sounds, roughly. */
function consonantsOf(name: string): string {
  const plain = name.toLowerCase().replace(silent, '');
  const heard = sounds.reduce((text, [letters, consonant]) => text.replace(letters, consonant), plain);
  return heard.replace(/(.)\1+/g, '$1');
}

function isHebrew(name: string): boolean {
  return /[\u05D0-\u05EA]/.test(name);
}
