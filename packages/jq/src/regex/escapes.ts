/** Escapes that stand for one character, the same inside and outside of brackets. */
import type { PatternReader } from './reader.ts';
import { PatternError } from './syntax.ts';

const CONTROL: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['a', 7],
  ['e', 27],
]);

/** Reads what follows a backslash as one code point; letters without a meaning stand for themselves. */
export function parseEscape(reader: PatternReader): number {
  if (reader.isDone) throw new PatternError('end pattern at escape');
  const control = reader.acceptAny(CONTROL);
  if (control !== null) return control;
  const hex = reader.take(/x\{([0-9a-fA-F]{1,8})\}|x([0-9a-fA-F]{1,2})/y);
  if (hex !== null) return scalar(Number.parseInt(hex[1] ?? hex[2] ?? '', 16));
  const octal = reader.take(/0[0-7]{0,2}/y);
  if (octal !== null) return Number.parseInt(octal[0], 8);
  const letter = reader.take(/c([@-_a-z])/y);
  if (letter !== null) return (letter[1] ?? '').charCodeAt(0) & 0x1f;
  return reader.next();
}

function scalar(code: number): number {
  if (code > 0x10ffff) throw new PatternError('invalid code point value');
  return code;
}
