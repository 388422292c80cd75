import { termsIn } from '../../tool/text/words.ts';
import type { KnownPerson } from '../plan.ts';
import { soundAlike } from './sound.ts';

/** Somebody a goal names. */
export interface NamedPerson {
  /** As it stands in the goal, without joining letters. */
  readonly name: string;
  /** Who of the address book it may be. */
  readonly candidates: readonly KnownPerson[];
}

const latin =
  /\b(?:with|to|for|from|invite|ask|tell|meet|and|call|email|write)\s+((?:\p{Lu}[\p{L}'\u2019-]+)(?:\s+\p{Lu}[\p{L}'\u2019-]+)?)/gu;

/** Words that begin with a capital and are nobody. */
const nobody =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Q[1-4]|I|The|My|Our)$/;

/** What follows «עם» and is no name. */
const noName =
  /^ה?(?:סיכום|מסמכ|מסמך|דוח|צוות|לקוח|בנק|חברה|עסק|קרן|רזרבה|תקציב|פגישה|קמפיין|תחזית|זה|זאת|כל|מי|מה|כולם|אנשי)/u;

/**
 * The people that a text names: whoever of the address book is named anywhere, and, after words like `with` or «עם», names
 * that nobody knows.
 */
export function peopleIn(text: string, known: readonly KnownPerson[]): readonly NamedPerson[] {
  const found = new Map<string, NamedPerson>();
  for (const person of peopleNamed(text, known)) found.set(person.name, person);
  const foundTerms = new Set([...found.keys()].flatMap((name) => termsIn(name)));
  for (const name of new Set(strangersIn(text))) {
    const terms = termsIn(name);
    if (terms.some((term) => foundTerms.has(term)) || isOrganisation(name, known)) continue;
    found.set(name, { name, candidates: [] });
    for (const term of terms) foundTerms.add(term);
  }
  return [...found.values()];
}

/** `Yoav from Tvuot`: where somebody of the address book belongs is nobody. */
function isOrganisation(name: string, known: readonly KnownPerson[]): boolean {
  const terms = new Set(termsIn(name));
  return known.some(({ organisation }) =>
    (organisation ?? '')
      .split(/\s+/)
      .some((word) => word !== '' && (termsIn(word).some((term) => terms.has(term)) || soundAlike(name, word))),
  );
}

/** Of the address book; the words of a name that stand side by side in the text name one person. */
function peopleNamed(text: string, known: readonly KnownPerson[]): readonly NamedPerson[] {
  const words = [...text.matchAll(/[\p{L}'\u2019\u05F3-]+/gu)].map(([word]) => word);
  const withName = byName(known);
  const named: NamedPerson[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const candidates = withName(word);
    if (candidates.length === 0) continue;
    const next = words[at + 1] ?? '';
    const both = withName(next).filter((person) => candidates.includes(person));
    if (both.length > 0) at += 1;
    named.push({
      name: nameIn(both.length > 0 ? `${word} ${next}` : word, candidates),
      candidates: both.length > 0 ? both : candidates,
    });
  }
  return named;
}

/** Who may be meant by a word, in the order of the address book, whose names are read once: texts have thousands of words. */
function byName(known: readonly KnownPerson[]): (word: string) => readonly KnownPerson[] {
  const places = new Map<string, Set<number>>();
  for (const [place, { names }] of known.entries())
    for (const part of names.flatMap((name) => name.split(/\s+/)).filter(({ length }) => length > 1)) {
      const term = termsIn(part)[0] ?? '';
      places.set(term, (places.get(term) ?? new Set()).add(place));
    }
  return (word) => {
    if (word.length < 2) return [];
    const found = new Set(termsIn(word).flatMap((term) => [...(places.get(term) ?? [])]));
    return [...found].toSorted((one, other) => one - other).flatMap((place) => known[place] ?? []);
  };
}

/** The name without the letters that Hebrew joins to it: «ליואב» is יואב. */
function nameIn(said: string, candidates: readonly KnownPerson[]): string {
  const terms = new Set(termsIn(said));
  const parts = candidates.flatMap(({ names }) => names.flatMap((name) => name.split(/\s+/)));
  const meant = [...new Set(parts)].filter((part) => terms.has(termsIn(part)[0] ?? ''));
  return said.includes(' ') || meant.length === 0 ? said : (meant[0] ?? said);
}

function strangersIn(text: string): readonly string[] {
  const names = [...text.matchAll(latin)].flatMap(([, name]) => name ?? []).filter((name) => !nobody.test(name));
  const hebrewNames = [...text.matchAll(/(?<![\u05D0-\u05EA])(?:ועם|עם)\s+([\u05D0-\u05EA]{2,})/gu)];
  return [...names, ...hebrewNames.flatMap(([, name]) => name ?? []).filter((name) => !noName.test(name))];
}
