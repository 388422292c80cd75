import { extractText, getDocumentProxy } from 'unpdf';
import { readMail } from '../mail/read-mail.ts';

/** A document as text. */
export interface ReadableDocument {
  readonly title: string;
  readonly text: string;
  readonly kind: 'text' | 'markdown' | 'table' | 'pdf' | 'mail' | 'calendar' | 'contacts';
  /** When it says of itself that it was written, in milliseconds since 1970. */
  readonly date: number | null;
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
  return kinds[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? null;
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
    const { subject, text, date } = await readMail(bytes);
    return { title: subject === '' ? name : subject, text, kind, date };
  }
  const text = kind === 'pdf' ? await pdfText(bytes) : bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text === null) return null;
  return { title: titleOf(text, kind) ?? name, text, kind, date: null };
}

async function pdfText(bytes: Buffer): Promise<string | null> {
  try {
    const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    const { text } = await extractText(document, { mergePages: true });
    return text;
  } catch {
    return null;
  }
}

function titleOf(text: string, kind: ReadableDocument['kind']): string | null {
  if (kind === 'markdown') return /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? null;
  return null;
}
