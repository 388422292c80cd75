import ICAL from 'ical.js';
import { termsIn } from '../../tool/text/words.ts';

/** A person or a company from an address book. Texts are as they were written; what is missing is empty. */
export interface Contact {
  readonly name: string;
  readonly organisation: string;
  readonly role: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly note: string;
  /** Other names, such as the name in other letters. */
  readonly nicknames: readonly string[];
  /** Where the person's clocks are, as `Asia/Jerusalem`. */
  readonly zone: string;
  /** The language to write in, as `he`. */
  readonly language: string;
}

/** Cards that could be read, and what was wrong with the file, if anything. */
export interface AddressBook {
  readonly contacts: readonly Contact[];
  readonly problem: string | null;
}

/** A contact that was found; `isSure` when exactly one fits every word that was asked for. */
export interface ContactMatch {
  readonly contact: Contact;
  readonly isSure: boolean;
}

/**
 * Reads vCards (RFC 6350, and version 3.0 before it). Cards before a broken one are kept.
 *
 * @example
 * ```ts
 * import { readContacts } from '@batonhq/agents/workspace';
 *
 * const { contacts } = readContacts('BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\nEND:VCARD\r\n');
 * console.log(contacts[0]?.name); // Ada
 * ```
 */
export function readContacts(text: string): AddressBook {
  const contacts: Contact[] = [];
  for (const card of text.split(/^(?=BEGIN:VCARD)/im)) {
    if (card.trim() === '') continue;
    try {
      contacts.push(contactOf(new ICAL.Component(ICAL.parse(card))));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { contacts, problem: `card ${contacts.length + 1} cannot be read: ${why}` };
    }
  }
  return { contacts, problem: null };
}

/**
 * People whose name, organisation or role has words that are asked for, in Hebrew also behind prefix letters; best first.
 * `about` are words that tell two people of a name from each other (a project, a company): they find nobody by themselves.
 */
export function findContacts(contacts: readonly Contact[], question: string, about = ''): readonly ContactMatch[] {
  const wanted = new Set(termsIn(question));
  const known = new Set(termsIn(about));
  if (wanted.size === 0) return [];
  const scored = contacts.flatMap((contact) => {
    const place = `${contact.organisation} ${contact.role} ${contact.emails.join(' ')}`;
    const asked = 2 * countOf(wanted, `${contact.name} ${contact.nicknames.join(' ')}`) + countOf(wanted, place);
    const score = asked + countOf(known, `${place} ${contact.note}`) / 4;
    return asked === 0 ? [] : [{ contact, score }];
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const isAlone = scored.filter(({ score }) => score === best).length === 1;
  return scored
    .toSorted((left, right) => right.score - left.score)
    .map(({ contact, score }) => ({ contact, isSure: isAlone && score === best }));
}

function countOf(wanted: ReadonlySet<string>, text: string): number {
  return new Set(termsIn(text).filter((term) => wanted.has(term))).size;
}

function contactOf(card: ICAL.Component): Contact {
  const all = (name: string): readonly string[] =>
    card.getAllProperties(name).flatMap((property) => property.getValues().map((value) => textOf(value)));
  return {
    name: all('fn')[0] ?? all('n')[0] ?? '',
    organisation: all('org').join(', '),
    role: all('title')[0] ?? all('role')[0] ?? '',
    emails: all('email'),
    phones: all('tel'),
    note: all('note').join('\n'),
    nicknames: all('nickname'),
    zone: all('tz')[0] ?? '',
    language: all('lang')[0] ?? '',
  };
}

/** Parts of a structured value, joined. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.flatMap((part) => (part === '' ? [] : [textOf(part)])).join(', ');
  return String(value);
}
