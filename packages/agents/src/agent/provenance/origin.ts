import { identifiersIn } from './identifiers.ts';

/**
 * Where a value came from: the user's own words, the owner's own records (address book, calendar), text that was fetched
 * (documents, mails, pages, descriptions of tools), or nowhere, which is to say the model.
 */
export type Origin = 'user' | 'owner' | 'fetched' | 'model';

/** What a conversation knows of where values came from: what they lead to, by origin. Plain JSON, because it is recorded. */
export type KnownOrigins = {
  readonly user: readonly string[];
  readonly owner: readonly string[];
  /** With the tool that brought it. */
  readonly fetched: { readonly [identifier: string]: string };
};

/** Values kept of one origin at most: a text with more addresses than that is a list of addresses, not a source. */
const most = 1_000;

/** What is known at the beginning of a mission: what the user said. */
export function originsOf(said: string): KnownOrigins {
  return { user: identifiersIn(said).slice(0, most), owner: [], fetched: {} };
}

/** What is known after a text has come in. What the owner's own records say stays theirs, whoever repeats it. */
export function withText(
  known: KnownOrigins,
  { text, from, trust }: { readonly text: string; readonly from: string; readonly trust: 'owner' | 'fetched' },
): KnownOrigins {
  const found = identifiersIn(text);
  if (found.length === 0) return known;
  if (trust === 'owner') return { ...known, owner: [...new Set([...known.owner, ...found])].slice(0, most) };
  const fetched = { ...Object.fromEntries(found.map((one) => [one, from])), ...known.fetched };
  return { ...known, fetched: Object.fromEntries(Object.entries(fetched).slice(0, most)) };
}

/** Where a value came from, by what it leads to. */
export function originOf(identifier: string, { user, owner, fetched }: KnownOrigins): Origin {
  if (user.includes(identifier)) return 'user';
  if (owner.includes(identifier)) return 'owner';
  return Object.hasOwn(fetched, identifier) ? 'fetched' : 'model';
}
