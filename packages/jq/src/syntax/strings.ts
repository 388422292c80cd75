/** String literals with interpolation, optionally behind a format: `@uri "?q=\(.q)"`. */
import type { Ast } from './ast.ts';
import { literal } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** Parses `"..."` or `@format "..."`; a format without a string is a filter of its own. */
export function parseString(cursor: Cursor): Ast {
  if (!cursor.is('format')) return parseQuoted(cursor, '@text');
  const { text: format, offset } = cursor.advance();
  return cursor.is('open-quote') ? parseQuoted(cursor, format) : { kind: 'format', format, offset };
}

function parseQuoted(cursor: Cursor, format: string): Ast {
  cursor.expect('open-quote');
  const parts: (string | Ast)[] = [];
  while (!cursor.accept('close-quote')) {
    if (cursor.is('text')) {
      parts.push(cursor.advance().text);
    } else {
      cursor.expect('open-interpolation');
      parts.push(cursor.query());
      cursor.expect('close-interpolation');
    }
  }
  const [only = ''] = parts;
  if (parts.length <= 1 && typeof only === 'string') return literal(only);
  return { kind: 'string', format, parts };
}
