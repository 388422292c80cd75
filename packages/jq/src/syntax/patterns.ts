/** Destructuring patterns: `$name`, `[$a, $b]`, `{key: $a, $b}` and their alternatives by `?//`. */
import type { Ast, MemberPattern, Pattern, Patterns } from './ast.ts';
import { literal } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseString } from './strings.ts';

export function parsePatterns(cursor: Cursor): Patterns {
  const first = parsePattern(cursor);
  const others: Pattern[] = [];
  while (cursor.accept('symbol', '?//')) others.push(parsePattern(cursor));
  return [first, ...others];
}

function parsePattern(cursor: Cursor): Pattern {
  return cursor.nested(() => {
    if (cursor.is('variable')) return { kind: 'name', name: cursor.advance().text };
    if (cursor.accept('symbol', '[')) return parseElements(cursor);
    if (cursor.accept('symbol', '{')) return parseMembers(cursor);
    throw cursor.unexpected('a pattern: $name, [...] or {...}');
  });
}

function parseElements(cursor: Cursor): Pattern {
  const elements: Pattern[] = [];
  do {
    elements.push(parsePattern(cursor));
  } while (cursor.accept('symbol', ','));
  cursor.expect('symbol', ']');
  return { kind: 'elements', elements };
}

function parseMembers(cursor: Cursor): Pattern {
  const members: MemberPattern[] = [];
  do {
    members.push(parseMember(cursor));
  } while (cursor.accept('symbol', ','));
  cursor.expect('symbol', '}');
  return { kind: 'members', members };
}

function parseMember(cursor: Cursor): MemberPattern {
  if (cursor.is('variable')) {
    const { text: name } = cursor.advance();
    const value = cursor.accept('symbol', ':') ? parsePattern(cursor) : null;
    return { key: literal(name), name, value };
  }
  const key = parseMemberKey(cursor);
  cursor.expect('symbol', ':');
  return { key, name: null, value: parsePattern(cursor) };
}

function parseMemberKey(cursor: Cursor): Ast {
  if (cursor.is('name') || cursor.is('keyword')) return literal(cursor.advance().text);
  if (cursor.is('open-quote') || cursor.is('format')) return parseString(cursor);
  if (!cursor.accept('symbol', '(')) throw cursor.unexpected('a key');
  const key = cursor.query();
  cursor.expect('symbol', ')');
  return key;
}
