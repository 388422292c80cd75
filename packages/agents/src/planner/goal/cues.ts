import { termsIn } from '../../tool/text/words.ts';

/** Words that give away what somebody wants; each may be several words long. */
export interface Cues {
  /** Whether one of them stands in these terms. */
  in(terms: readonly string[]): boolean;
  /** The terms of all of them, to be left out of what is looked for. */
  readonly terms: ReadonlySet<string>;
}

/** Cues from lists of words and phrases (`read, look at`), compared by their stems and, in Hebrew, without prefix letters. */
export function cuesOf(...written: readonly string[]): Cues {
  const single = new Set<string>();
  const phrases: (readonly string[])[] = [];
  for (const cue of written.flatMap((list) => list.split(/,\s*/))) {
    const words = cue.split(/\s+/).map((word) => termsIn(word)[0] ?? '');
    if (words.length === 1 && words[0] !== undefined) single.add(words[0]);
    else phrases.push(words);
  }
  return {
    terms: new Set([...single, ...phrases.flat()]),
    in: (terms) => terms.some((term) => single.has(term)) || phrases.some((phrase) => holds(terms, phrase)),
  };
}

/** Words of a phrase may stand a few words apart: `set the meeting up`. */
function holds(terms: readonly string[], phrase: readonly string[]): boolean {
  let from = -1;
  for (const word of phrase) {
    const at = terms.indexOf(word, from + 1);
    if (at < 0 || (from >= 0 && at - from > 4)) return false;
    from = at;
  }
  return true;
}
