import type { Run } from '../machine/run.ts';
import type { Json } from './json.ts';

/** Splits a text on a separator; an empty text has no parts, an empty separator splits between code points. */
export function splitText(text: string, separator: string, run: Run): readonly Json[] {
  run.read(text.length);
  if (text === '') return [];
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  run.container(parts.length);
  run.allocate(16 * parts.length + text.length);
  return parts;
}
