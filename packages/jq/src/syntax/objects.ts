/** Object construction: `{a: 1, "b": 2, $c, (key): value, d, @base64 "e": 3}`. */
import type { Ast, ObjectEntry } from './ast.ts';
import { IDENTITY, indexInto, literal } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseString } from './strings.ts';

/** Parses what follows the opening brace, the closing one included. */
export function parseObject(cursor: Cursor): Ast {
  const entries: ObjectEntry[] = [];
  while (!cursor.accept('symbol', '}')) {
    entries.push(parseEntry(cursor));
    if (cursor.accept('symbol', ',')) continue;
    cursor.expect('symbol', '}');
    break;
  }
  return { kind: 'object', entries };
}

function parseEntry(cursor: Cursor): ObjectEntry {
  const { kind, offset } = cursor.token;
  if (kind === 'variable') return parseVariableEntry(cursor);
  if (kind === 'symbol' && cursor.accept('symbol', '(')) {
    const key = cursor.query();
    cursor.expect('symbol', ')');
    cursor.expect('symbol', ':');
    return { key, value: parseValue(cursor), offset };
  }
  const key = parseKey(cursor);
  const value = cursor.accept('symbol', ':') ? parseValue(cursor) : access(key);
  return { key, value, offset };
}

/** `{$name}`, `{$name: value}` (the variable's value is the key) and `{$__loc__}`. */
function parseVariableEntry(cursor: Cursor): ObjectEntry {
  const { text: name, offset } = cursor.advance();
  if (name === '__loc__') {
    const line = cursor.source.slice(0, offset).split('\n').length;
    return { key: literal(name), value: literal({ file: '<top-level>', line }), offset };
  }
  const variable: Ast = { kind: 'variable', name, offset };
  if (!cursor.accept('symbol', ':')) return { key: literal(name), value: variable, offset };
  return { key: variable, value: parseValue(cursor), offset };
}

function parseKey(cursor: Cursor): Ast {
  if (cursor.is('name') || cursor.is('keyword')) return literal(cursor.advance().text);
  if (cursor.is('open-quote') || cursor.is('format')) {
    const key = parseString(cursor);
    if (key.kind !== 'format') return key;
  }
  throw cursor.unexpected("a key (other keys need parentheses, as in '{(1 + 1 | tostring): true}')");
}

/** `{key}` is `{key: .key}`. */
const access = (key: Ast): Ast => indexInto(IDENTITY, key);

/** A value may hold pipes but no commas: `{a: 1 | 2, b: 3}`. */
function parseValue(cursor: Cursor): Ast {
  const stages: Ast[] = [];
  do {
    stages.push(cursor.expression());
  } while (cursor.accept('symbol', '|'));
  const [only] = stages;
  return stages.length === 1 && only !== undefined ? only : { kind: 'pipe', stages };
}
