import { readMail } from '../mail/read-mail.ts';
import { documentDate } from './document-date.ts';
import { pdfText } from './pdf-text.ts';

/** A document as text. */
export interface ReadableDocument {
  readonly title: string;
  readonly text: string;
  readonly kind: 'text' | 'markdown' | 'table' | 'pdf' | 'mail' | 'calendar' | 'contacts';
  /** When it says of itself that it was written, in milliseconds since 1970. */
  readonly date: number | null;
  /** Who wrote it and to whom, as `name <address>`; of mails only. */
  readonly people: readonly string[];
}

const kinds: Readonly<Record<string, ReadableDocument['kind']>> = {
  md: 'markdown',
  txt: 'text',
  csv: 'table',
  tsv: 'table',
  pdf: 'pdf',
  eml: 'mail',
  ics: 'calendar',
  vcf: 'contacts',
};

/** What a document is by its name; null for what cannot be read as text. */
export function documentKind(path: string): ReadableDocument['kind'] | null {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(kinds, ending) ? (kinds[ending] ?? null) : null;
}

/**
 * Reads a file as text by what its name says it is. Null where that is nothing Baton reads, and where a PDF is damaged
 * or locked: a search over a folder goes on without it.
 */
export async function readDocument(path: string, bytes: Buffer): Promise<ReadableDocument | null> {
  const kind = documentKind(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (kind === null) return null;
  if (kind === 'mail') {
    const { subject, text, date, from, to } = await readMail(bytes);
    return { title: subject === '' ? name : subject, text, kind, date, people: [from, ...to] };
  }
  if (kind === 'pdf') {
    const read = await pdfText(bytes);
    if (read === null) return null;
    const { title, text } = read;
    return { title: title ?? name, text, kind, date: documentDate(path, text), people: [] };
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  return { title: titleOf(text, kind) ?? name, text, kind, date: documentDate(path, text), people: [] };
}

function titleOf(text: string, kind: ReadableDocument['kind']): string | null {
  if (kind === 'markdown') return /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? null;
  return null;
}
