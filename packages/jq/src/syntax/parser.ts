/**
 * Queries and expressions: what binds looser than a term.
 *
 *     query       = { "def" ... } item { ("|" | ",") item }        `|` binds looser than `,`
 *     item        = "label" $name "|" query | expression [ "as" patterns "|" query ]
 *     expression  = term { operator term }                         by precedence, see OPERATORS
 */
import type { AssignOperator, Ast, BinaryOperator, Definition, Parameter } from './ast.ts';
import { Cursor } from './cursor.ts';
import { JqSyntaxError } from '../errors/jq-syntax-error.ts';
import { parsePatterns } from './patterns.ts';
import { parseTerm } from './terms.ts';

type Associativity = 'left' | 'right' | 'none';

interface Operator {
  readonly precedence: number;
  readonly associativity: Associativity;
  readonly node: (left: Ast, right: Ast) => Ast;
}

const assign = (operator: AssignOperator): Operator => ({
  precedence: 2,
  associativity: 'none',
  node: (left, right) => ({ kind: 'assign', operator, left, right }),
});

const logical = (operator: 'and' | 'or', precedence: number): Operator => ({
  precedence,
  associativity: 'left',
  node: (left, right) => ({ kind: 'logical', operator, left, right }),
});

const ALTERNATIVE: Operator = {
  precedence: 1,
  associativity: 'right',
  node: (left, right) => ({ kind: 'alternative', left, right }),
};

const binary = (operator: BinaryOperator, precedence: number): Operator => ({
  precedence,
  associativity: precedence === 5 ? 'none' : 'left',
  node: (left, right) => ({ kind: 'binary', operator, left, right }),
});

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['//', ALTERNATIVE],
  ['=', assign('=')],
  ['|=', assign('|=')],
  ['//=', assign('//=')],
  ['+=', assign('+=')],
  ['-=', assign('-=')],
  ['*=', assign('*=')],
  ['/=', assign('/=')],
  ['%=', assign('%=')],
  ['or', logical('or', 3)],
  ['and', logical('and', 4)],
  ['==', binary('==', 5)],
  ['!=', binary('!=', 5)],
  ['<', binary('<', 5)],
  ['<=', binary('<=', 5)],
  ['>', binary('>', 5)],
  ['>=', binary('>=', 5)],
  ['+', binary('+', 6)],
  ['-', binary('-', 6)],
  ['*', binary('*', 7)],
  ['/', binary('/', 7)],
  ['%', binary('%', 7)],
]);

/** A chain of operators nests its left side as deep as it is long. */
const MAX_CHAIN = 1000;

/** Parses a whole program. */
export function parse(source: string): Ast {
  const cursor = new Cursor(source, { query: parseQuery, expression: (at) => parseExpression(at, 0) });
  refuseModules(cursor);
  const ast = parseQuery(cursor);
  if (!cursor.is('end')) throw cursor.unexpected('end of program');
  return ast;
}

/** Parses a text of definitions only, as the library of derived builtins is written. */
export function parseDefinitions(source: string): readonly Definition[] {
  const cursor = new Cursor(source, { query: parseQuery, expression: (at) => parseExpression(at, 0) });
  const definitions: Definition[] = [];
  while (!cursor.is('end')) definitions.push(parseDefinition(cursor));
  return definitions;
}

function refuseModules(cursor: Cursor): void {
  const { token } = cursor;
  const isDirective = token.text === 'import' || token.text === 'include' || token.text === 'module';
  const directive = isDirective && (token.kind === 'keyword' || token.kind === 'name') ? token.text : null;
  if (directive === null || (directive === 'module' && !cursor.isAhead('symbol', '{'))) return;
  throw new JqSyntaxError(`modules are not supported: '${directive}' needs a file system`, cursor.source, token.offset);
}

function parseQuery(cursor: Cursor): Ast {
  const stages: Ast[] = [];
  do {
    stages.push(parseComma(cursor));
  } while (cursor.accept('symbol', '|'));
  const [only] = stages;
  return stages.length === 1 && only !== undefined ? only : { kind: 'pipe', stages };
}

function parseComma(cursor: Cursor): Ast {
  const items: Ast[] = [];
  do {
    items.push(parseItem(cursor));
  } while (cursor.accept('symbol', ','));
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'comma', items };
}

function parseItem(cursor: Cursor): Ast {
  if (cursor.is('keyword', 'def')) {
    const definition = parseDefinition(cursor);
    return { kind: 'define', definition, body: cursor.query() };
  }
  if (cursor.accept('keyword', 'label')) {
    const { text } = cursor.expect('variable');
    cursor.expect('symbol', '|');
    return { kind: 'label', name: text, body: cursor.query() };
  }
  const source = parseExpression(cursor, 0);
  if (!cursor.accept('keyword', 'as')) return source;
  const patterns = parsePatterns(cursor);
  cursor.expect('symbol', '|');
  return { kind: 'bind', source, patterns, body: cursor.query() };
}

function parseDefinition(cursor: Cursor): Definition {
  cursor.expect('keyword', 'def');
  const { text: name } = cursor.expect('name');
  const parameters: Parameter[] = [];
  if (cursor.accept('symbol', '(')) {
    do {
      const isValue = cursor.is('variable');
      parameters.push({ name: isValue ? cursor.advance().text : cursor.expect('name').text, isValue });
    } while (cursor.accept('symbol', ';'));
    cursor.expect('symbol', ')');
  }
  cursor.expect('symbol', ':');
  const body = cursor.query();
  cursor.expect('symbol', ';');
  return { name, parameters, body };
}

function parseExpression(cursor: Cursor, minimum: number): Ast {
  let left = parseTerm(cursor);
  let isComparable = true;
  for (let length = 0; ; length += 1) {
    const operator = peekOperator(cursor);
    if (operator === null || operator.precedence < minimum) return left;
    if (operator.associativity === 'none' && !isComparable) throw cursor.unexpected('parentheses around a comparison');
    if (length > MAX_CHAIN) throw cursor.error(`more than ${MAX_CHAIN} operators in a row`);
    cursor.advance();
    const isRight = operator.associativity === 'right';
    const right = cursor.nested(() => parseExpression(cursor, operator.precedence + (isRight ? 0 : 1)));
    left = operator.node(left, right);
    isComparable = operator.associativity !== 'none';
  }
}

function peekOperator(cursor: Cursor): Operator | null {
  const { kind, text } = cursor.token;
  return kind === 'symbol' || kind === 'keyword' ? (OPERATORS.get(text) ?? null) : null;
}
