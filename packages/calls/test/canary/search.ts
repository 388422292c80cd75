import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Where a canary is found: as it is, escaped, or in anything that decodes to it. It knows nothing of how secrets are
 * crossed out; it undoes every encoding that it comes upon.
 */
export function findCanary(canary: string, places: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(places).flatMap(([place, text]) => formsIn(canary, text).map((form) => `${place}: ${form}`));
}

function formsIn(canary: string, text: string): readonly string[] {
  const readings: Readonly<Record<string, () => readonly string[]>> = {
    'as it is': () => [text],
    escaped: () => [unescaped(text), unescaped(unescaped(text)), unescaped(unescaped(unescaped(text)))],
    'for an address': () => [fromAddress(text), fromAddress(unescaped(text)), fromAddress(fromAddress(text))],
    'for HTML': () => [
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ],
    hexadecimal: () => stretches(text, /[0-9a-f]{12,}/gi, { form: 'hex', width: 2 }),
    base64: () => stretches(text, /[A-Za-z0-9+/=_-]{8,}/g, { form: 'base64', width: 4 }),
  };
  const found = Object.entries(readings).filter(([, read]) => read().some((one) => one.includes(canary)));
  return found.map(([form]) => form);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(u[0-9a-f]{4}|.)/gi, (whole) => {
    try {
      const letter: unknown = JSON.parse(`"${whole}"`);
      return String(letter);
    } catch {
      return whole;
    }
  });
}

function fromAddress(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString());
}

/** What stretches of an encoding decode to, wherever their groups begin. */
function stretches(
  text: string,
  pattern: RegExp,
  { form, width }: { readonly form: 'hex' | 'base64'; readonly width: number },
) {
  return [...text.matchAll(pattern)].flatMap(([stretch]) =>
    Array.from({ length: width }, (_, start) => Buffer.from(stretch.slice(start), form).toString()),
  );
}

/** Everything that a data folder has on the disk: its files byte by byte, and every value of its database as a whole. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'latin1')] as const);
  const database = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const rows = tables.map(({ name }) => {
    const all = database.prepare(`SELECT * FROM "${String(name)}"`).all();
    const values = all.flatMap((row) => Object.values(row));
    const texts = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)));
    return [`table ${String(name)}`, texts.join('\n')] as const;
  });
  database.close();
  return Object.fromEntries([...bytes, ...rows]);
}
