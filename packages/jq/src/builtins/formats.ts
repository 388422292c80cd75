/** The formats: `@json`, `@csv`, `@base64` ... as functions from value to text. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { BASE32, BASE64, decode, encode } from '../value/base-n.ts';
import { describe } from '../value/describe.ts';
import { toJsonText, toText } from '../value/json-text.ts';
import type { Json } from '../value/json.ts';
import { isArray } from '../value/json.ts';
import { formatNumber } from '../value/number.ts';

export type Format = (value: Json, run: Run) => string;

const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&apos;',
  '"': '&quot;',
};

/** Texts pay for what they become, which is at most six times what they were. */
function replaceIn(value: Json, run: Run, replace: (text: string) => string): string {
  const text = toText(value, run);
  run.read(text.length);
  const replaced = replace(text);
  run.text(replaced.length);
  return replaced;
}

const html: Format = (value, run) =>
  replaceIn(value, run, (text) => text.replace(/[<>&'"]/g, (char) => ENTITIES[char] ?? char));

const uri: Format = (value, run) =>
  replaceIn(value, run, (text) => encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent));

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

const urid: Format = (value, run) =>
  replaceIn(value, run, (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw new JqError(`${describe(text, run)} is not a valid uri encoding`);
    }
  });

interface RowFormat {
  readonly name: string;
  readonly separator: string;
  readonly quote: (text: string) => string;
}

const row =
  ({ name, separator, quote }: RowFormat): Format =>
  (value, run) => {
    if (!isArray(value)) throw new JqError(`${describe(value, run)} cannot be ${name}-formatted, only array`);
    run.container(value.length);
    const cells = value.map((cell) => {
      if (typeof cell === 'string') return replaceIn(cell, run, quote);
      if (typeof cell === 'number') return Number.isNaN(cell) ? '' : formatNumber(cell);
      if (typeof cell === 'boolean') return String(cell);
      if (cell === null) return '';
      throw new JqError(`${describe(cell, run)} is not valid in a csv row`);
    });
    return cells.join(separator);
  };

const TSV_ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

const csv = row({ name: 'csv', separator: ',', quote: (text) => `"${text.replaceAll('"', '""')}"` });
const tsv = row({
  name: 'tsv',
  separator: '\t',
  quote: (text) => text.replace(/[\t\n\r\\]/g, (char) => TSV_ESCAPES[char] ?? char),
});

const sh: Format = (value, run) => {
  const words = isArray(value) ? value : [value];
  run.container(words.length);
  return words.map((word) => shellWord(word, run)).join(' ');
};

function shellWord(word: Json, run: Run): string {
  if (typeof word === 'object' && word !== null)
    throw new JqError(`${describe(word, run)} can not be escaped for shell`);
  if (typeof word !== 'string') return toText(word, run);
  return replaceIn(word, run, (text) => `'${text.replaceAll("'", "'\\''")}'`);
}

const base =
  (alphabet: typeof BASE64): Format =>
  (value, run) =>
    replaceIn(value, run, (text) => encode(text, alphabet));

const baseDecoded =
  (alphabet: typeof BASE64): Format =>
  (value, run) =>
    replaceIn(value, run, (text) => {
      const result = decode(text, alphabet);
      if (result.kind === 'decoded') return result.text;
      const problem =
        result.kind === 'trailing' ? `trailing ${alphabet.name} byte found` : `is not valid ${alphabet.name} data`;
      throw new JqError(`${describe(text, run)} ${problem}`);
    });

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['@text', toText],
  ['@json', toJsonText],
  ['@html', html],
  ['@uri', uri],
  ['@urid', urid],
  ['@csv', csv],
  ['@tsv', tsv],
  ['@sh', sh],
  ['@base64', base(BASE64)],
  ['@base64d', baseDecoded(BASE64)],
  ['@base32', base(BASE32)],
  ['@base32d', baseDecoded(BASE32)],
]);

/** The names of all formats. */

/** The names of all formats, with their `@`. */
export const formatNames = (): readonly string[] => [...FORMATS.keys()];

export const formatter = (name: string): Format | null => FORMATS.get(name) ?? null;
