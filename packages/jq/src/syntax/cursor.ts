/** A position in the token stream, with the small questions every parsing function asks. */
import type { Ast } from './ast.ts';
import { JqSyntaxError } from '../errors/jq-syntax-error.ts';
import type { Token, TokenKind } from './lexer.ts';
import { tokenize } from './lexer.ts';

/** How deep expressions may nest; deeper ones are a JqSyntaxError instead of an exhausted stack. */
export const MAX_NESTING = 256;

// After the last token the stream goes on with `end` for ever.
const END: Token = { kind: 'end', text: '', offset: 0 };

/**
 * The grammar is recursive across files; the two entry points that terms and patterns need are handed to them here,
 * so that no file imports the one that imports it.
 */
export interface Grammar {
  readonly query: (cursor: Cursor) => Ast;
  readonly expression: (cursor: Cursor) => Ast;
}

export class Cursor {
  readonly source: string;
  readonly grammar: Grammar;
  private readonly tokens: readonly Token[];
  private index = 0;
  private depth = 0;

  constructor(source: string, grammar: Grammar) {
    this.source = source;
    this.grammar = grammar;
    this.tokens = tokenize(source);
  }

  get token(): Token {
    return this.tokens[this.index] ?? END;
  }

  query(): Ast {
    return this.nested(() => this.grammar.query(this));
  }

  expression(): Ast {
    return this.nested(() => this.grammar.expression(this));
  }

  /** Runs a parsing step one level deeper. */
  nested<T>(step: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_NESTING) throw this.error(`expressions nest deeper than ${MAX_NESTING} levels`);
    const result = step();
    this.depth -= 1;
    return result;
  }

  advance(): Token {
    const token = this.token;
    this.index += 1;
    return token;
  }

  is(kind: TokenKind, text?: string): boolean {
    const token = this.token;
    return token.kind === kind && (text === undefined || token.text === text);
  }

  isAhead(kind: TokenKind, text: string): boolean {
    const token = this.tokens[this.index + 1];
    return token !== undefined && token.kind === kind && token.text === text;
  }

  /** Consumes the token if it is the given one. */
  accept(kind: TokenKind, text?: string): boolean {
    if (!this.is(kind, text)) return false;
    this.index += 1;
    return true;
  }

  expect(kind: TokenKind, text?: string): Token {
    if (!this.is(kind, text)) throw this.unexpected(text === undefined ? `a ${kind}` : `'${text}'`);
    return this.advance();
  }

  unexpected(wanted: string): JqSyntaxError {
    return this.error(`unexpected ${describe(this.token)}, expected ${wanted}`);
  }

  error(problem: string): JqSyntaxError {
    return this.errorAt(problem, this.token.offset);
  }

  errorAt(problem: string, offset: number): JqSyntaxError {
    return new JqSyntaxError(`syntax error: ${problem}`, this.source, offset);
  }
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'end of program';
    case 'field':
      return `'.${token.text}'`;
    case 'variable':
      return `'$${token.text}'`;
    case 'open-quote':
    case 'close-quote':
    case 'text':
      return 'string';
    case 'open-interpolation':
    case 'close-interpolation':
      return 'interpolation';
    default:
      return `'${token.text}'`;
  }
}
