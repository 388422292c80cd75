/** Values to JSON texts, paying for what is written and refusing what nests too deep. */
import type { Run } from '../machine/run.ts';
import type { Json } from './json.ts';
import { isArray } from './json.ts';
import { formatNumber } from './number.ts';

export function toJsonText(value: Json, run: Run): string {
  if (typeof value === 'number') return formatNumber(value);
  const text = encode(value, run, 0);
  run.text(text.length);
  return text;
}

/** The text a value has inside of a string: strings stay as they are. */
export const toText = (value: Json, run: Run): string => (typeof value === 'string' ? value : toJsonText(value, run));

function encode(value: Json, run: Run, depth: number): string {
  run.step();
  if (typeof value === 'string') return quote(value, run);
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value !== 'object' || value === null) return String(value);
  run.descend(depth);
  const parts: string[] = [];
  if (isArray(value)) {
    run.container(value.length);
    for (const item of value) parts.push(encode(item, run, depth + 1));
    return `[${parts.join(',')}]`;
  }
  for (const [key, item] of Object.entries(value)) parts.push(`${quote(key, run)}:${encode(item, run, depth + 1)}`);
  run.container(parts.length);
  return `{${parts.join(',')}}`;
}

function quote(text: string, run: Run): string {
  run.text(text.length);
  const quoted = JSON.stringify(text);
  // JSON.stringify writes DEL as it is and escapes lone surrogates; the language does neither.
  return /\u007f|\\ud[89a-f]/.test(quoted)
    ? JSON.stringify(text.toWellFormed()).replaceAll('\u007f', '\\u007f')
    : quoted;
}
