/** Terms: what operators combine. A primary, then any number of `.field`, `[index]`, `?` behind it. */
import type { Ast } from './ast.ts';
import { IDENTITY, indexInto, literal } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseObject } from './objects.ts';
import { parsePatterns } from './patterns.ts';
import { parseString } from './strings.ts';

export function parseTerm(cursor: Cursor): Ast {
  if (cursor.accept('symbol', '-')) return cursor.nested(() => negate(parseTerm(cursor)));
  if (cursor.accept('keyword', 'try')) return cursor.nested(() => parseTry(cursor));
  // In parentheses a step is no step any more: `(.a.b)?` also ignores errors of `.a`.
  const isStep = cursor.is('field') || cursor.is('symbol', '.');
  return parsePostfix(cursor, { term: parsePrimary(cursor), isStep });
}

interface Primary {
  readonly term: Ast;
  /** Whether it is a single step into the input, as `.a` is. */
  readonly isStep: boolean;
}

function negate(body: Ast): Ast {
  return body.kind === 'literal' && typeof body.value === 'number' ? literal(0 - body.value) : { kind: 'negate', body };
}

function parseTry(cursor: Cursor): Ast {
  const body = parseTerm(cursor);
  const handler = cursor.accept('keyword', 'catch') ? parseTerm(cursor) : null;
  return { kind: 'try', body, handler };
}

function parsePrimary(cursor: Cursor): Ast {
  const { token } = cursor;
  switch (token.kind) {
    case 'number':
      cursor.advance();
      return literal(Number(token.text));
    case 'open-quote':
    case 'format':
      return parseString(cursor);
    case 'field':
      cursor.advance();
      return indexInto(IDENTITY, literal(token.text));
    case 'variable':
      cursor.advance();
      return token.text === '__loc__'
        ? location(cursor, token.offset)
        : { kind: 'variable', name: token.text, offset: token.offset };
    case 'name':
      return parseName(cursor);
    case 'keyword':
      return parseKeyword(cursor);
    default:
      return parseSymbol(cursor);
  }
}

const CONSTANTS: ReadonlyMap<string, Ast> = new Map([
  ['null', literal(null)],
  ['true', literal(true)],
  ['false', literal(false)],
]);

function parseName(cursor: Cursor): Ast {
  const { text: name, offset } = cursor.advance();
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return constant;
  if (name === 'break' && cursor.is('variable')) return { kind: 'break', name: cursor.advance().text, offset };
  const args: Ast[] = [];
  if (cursor.accept('symbol', '(')) {
    do {
      args.push(cursor.query());
    } while (cursor.accept('symbol', ';'));
    cursor.expect('symbol', ')');
  }
  return { kind: 'call', name, args, offset };
}

function parseKeyword(cursor: Cursor): Ast {
  if (cursor.accept('keyword', 'if')) return parseIf(cursor);
  if (cursor.accept('keyword', 'reduce')) return parseReduce(cursor);
  if (cursor.accept('keyword', 'foreach')) return parseForeach(cursor);
  throw cursor.unexpected('an expression');
}

function parseSymbol(cursor: Cursor): Ast {
  const { offset } = cursor.token;
  if (cursor.accept('symbol', '..')) return { kind: 'call', name: 'recurse', args: [], offset };
  if (cursor.accept('symbol', '.')) return parseDot(cursor, IDENTITY);
  if (cursor.accept('symbol', '(')) {
    const body = cursor.query();
    cursor.expect('symbol', ')');
    return body;
  }
  if (cursor.accept('symbol', '[')) {
    const body = cursor.is('symbol', ']') ? null : cursor.query();
    cursor.expect('symbol', ']');
    return { kind: 'array', body };
  }
  if (cursor.accept('symbol', '{')) return parseObject(cursor);
  throw cursor.unexpected('an expression');
}

/** What may follow a dot: a string, a bracket, or nothing. */
function parseDot(cursor: Cursor, target: Ast): Ast {
  if (cursor.is('open-quote') || (cursor.is('format') && target === IDENTITY)) {
    return indexInto(target, parseString(cursor));
  }
  return cursor.accept('symbol', '[') ? parseBracket(cursor, target) : target;
}

function parsePostfix(cursor: Cursor, primary: Primary): Ast {
  let { term, isStep } = primary;
  for (let length = 0; ; length += 1) {
    if (length > 1000) throw cursor.error('more than 1000 accesses in a row');
    if (cursor.accept('symbol', '?')) {
      term = isStep ? optional(term) : { kind: 'try', body: term, handler: null };
      isStep = false;
      continue;
    }
    isStep = true;
    if (cursor.is('field')) term = indexInto(term, literal(cursor.advance().text));
    else if (cursor.accept('symbol', '[')) term = parseBracket(cursor, term);
    else if (cursor.is('symbol', '.')) term = parseChainedDot(cursor, term);
    else return term;
  }
}

/** The first `?` behind a step belongs to the step alone; any other one is a `try` around everything before it. */
const optional = (term: Ast): Ast =>
  term.kind === 'index' || term.kind === 'slice' || term.kind === 'iterate'
    ? { ...term, isOptional: true }
    : { kind: 'try', body: term, handler: null };

function parseChainedDot(cursor: Cursor, target: Ast): Ast {
  cursor.advance();
  const term = parseDot(cursor, target);
  if (term === target) throw cursor.unexpected('a field, a string or [ after the dot');
  return term;
}

/** `[]`, `[key]`, `[from:upto]`; the opening bracket is consumed already. */
function parseBracket(cursor: Cursor, target: Ast): Ast {
  if (cursor.accept('symbol', ']')) return { kind: 'iterate', target, isOptional: false };
  if (cursor.accept('symbol', ':')) return closeSlice(cursor, { target, from: null, upto: cursor.query() });
  const key = cursor.query();
  if (cursor.accept('symbol', ':')) {
    const upto = cursor.is('symbol', ']') ? null : cursor.query();
    return closeSlice(cursor, { target, from: key, upto });
  }
  cursor.expect('symbol', ']');
  return indexInto(target, key);
}

function closeSlice(cursor: Cursor, slice: { target: Ast; from: Ast | null; upto: Ast | null }): Ast {
  cursor.expect('symbol', ']');
  return { kind: 'slice', ...slice, isOptional: false };
}

function parseIf(cursor: Cursor): Ast {
  const condition = cursor.query();
  cursor.expect('keyword', 'then');
  const then = cursor.query();
  return { kind: 'if', condition, then, otherwise: parseElse(cursor) };
}

function parseElse(cursor: Cursor): Ast {
  if (cursor.accept('keyword', 'elif')) return cursor.nested(() => parseIf(cursor));
  const otherwise = cursor.accept('keyword', 'else') ? cursor.query() : IDENTITY;
  cursor.expect('keyword', 'end');
  return otherwise;
}

function parseReduce(cursor: Cursor): Ast {
  const source = cursor.expression();
  cursor.expect('keyword', 'as');
  const patterns = parsePatterns(cursor);
  cursor.expect('symbol', '(');
  const init = cursor.query();
  cursor.expect('symbol', ';');
  const update = cursor.query();
  cursor.expect('symbol', ')');
  return { kind: 'reduce', source, patterns, init, update };
}

function parseForeach(cursor: Cursor): Ast {
  const source = cursor.expression();
  cursor.expect('keyword', 'as');
  const patterns = parsePatterns(cursor);
  cursor.expect('symbol', '(');
  const init = cursor.query();
  cursor.expect('symbol', ';');
  const update = cursor.query();
  const extract = cursor.accept('symbol', ';') ? cursor.query() : null;
  cursor.expect('symbol', ')');
  return { kind: 'foreach', source, patterns, init, update, extract };
}

/** `$__loc__` is a constant: programs have one file, so only the line is of interest. */
function location(cursor: Cursor, offset: number): Ast {
  return literal({ file: '<top-level>', line: cursor.source.slice(0, offset).split('\n').length });
}
