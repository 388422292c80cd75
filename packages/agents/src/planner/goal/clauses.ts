import { termsIn } from '../../tool/text/words.ts';

/** A piece of a goal that says one thing. */
export interface Clause {
  readonly text: string;
  /** Where it stands in the goal, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What its words may be found by. */
  readonly terms: readonly string[];
}

/**
 * Where one thing ends and the next begins: punctuation, joining words, and in Hebrew a joined verb («ותקבע», «ולהכין»).
 * White space is looked at from where it begins only: from each of its letters, a thousand blanks would be looked at a million times.
 */
const border =
  /[;:!?\n]\s*|[,.\u2013\u2014]\s+|(?<!\s)\s+(?:and then|and also|as well as|and|then|while|plus|also|after that|ואז|וגם|אחר כך|תוך כדי)\s+|(?<!\s)\s+(?=ו(?:ת[א-ת]{3}|ל[א-ת]{3,}|ליצור))/giu;

/** The clauses of a goal, in the order they stand. */
export function clausesOf(text: string): readonly Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  const add = (end: number): void => {
    const piece = text.slice(start, end);
    if (/[\p{L}\p{N}]/u.test(piece)) clauses.push({ text: piece, start, end, terms: termsIn(piece) });
  };
  for (const { index, 0: found } of text.matchAll(border)) {
    add(index);
    start = index + found.length;
  }
  add(text.length);
  return clauses;
}

/** Joins clauses into the one before when `isOwn` says that they say nothing of their own. */
export function joinClauses(
  text: string,
  clauses: readonly Clause[],
  isOwn: (clause: Clause) => boolean,
): readonly Clause[] {
  const groups: { readonly first: Clause; last: Clause }[] = [];
  for (const clause of clauses) {
    const before = groups.at(-1);
    // What stands at no place of the text cannot be joined to any.
    if (before === undefined || isOwn(clause) || clause.start === clause.end)
      groups.push({ first: clause, last: clause });
    else before.last = clause;
  }
  // Only now is a joined text looked at: at every joining, thousands of clauses would take seconds.
  return groups.map(({ first, last }) => (first === last ? first : spanning(text, first.start, last.end)));
}

function spanning(text: string, start: number, end: number): Clause {
  const piece = text.slice(start, end);
  return { text: piece, start, end, terms: termsIn(piece) };
}
