/**
 * Source text to tokens. Strings nest programs (`"a\(1 + 2)b"`), so the lexer keeps a stack of the parentheses it
 * is inside of: the one that closes an interpolation resumes the string around it.
 */
import { JqSyntaxError } from '../errors/jq-syntax-error.ts';
import { readEscape } from './string-escape.ts';

export type TokenKind =
  | 'number'
  | 'name'
  | 'keyword'
  | 'field'
  | 'variable'
  | 'format'
  | 'symbol'
  | 'open-quote'
  | 'text'
  | 'open-interpolation'
  | 'close-interpolation'
  | 'close-quote'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The meaning rather than the spelling: decoded text, a field's or variable's bare name, an operator. */
  readonly text: string;
  readonly offset: number;
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  'def if then elif else end as reduce foreach try catch label import include and or __loc__'.split(' '),
);

const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/y;
const FIELD = /\.[A-Za-z_]\w*/y;
const FORMAT = /@\w+/y;
const SYMBOL = /\?\/\/|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.[\](){}|,:;=<>+\-*/%?]/y;

class Lexer {
  readonly source: string;
  readonly tokens: Token[] = [];
  private position = 0;
  // One entry per string being interpolated: how many parentheses are open inside of the interpolation.
  private readonly interpolations: number[] = [];

  constructor(source: string) {
    this.source = source;
  }

  run(): readonly Token[] {
    for (;;) {
      this.skipBlank();
      if (this.position >= this.source.length) break;
      this.next();
    }
    this.push('end', '', this.position);
    return this.tokens;
  }

  private next(): void {
    const start = this.position;
    const char = this.source[start] ?? '';
    if (char === '"') {
      this.position += 1;
      this.push('open-quote', '', start);
      this.string();
    } else if (char === '(' || char === ')') {
      this.parenthesis(char, start);
    } else if (char === '$') {
      this.variable(start);
    } else if (!this.word(start)) {
      throw this.error(`unexpected character ${JSON.stringify(char)}`, start);
    }
  }

  private word(start: number): boolean {
    const number = this.match(NUMBER);
    if (number !== null) return this.push('number', number, start);
    const field = this.match(FIELD);
    if (field !== null) return this.push('field', field.slice(1), start);
    const format = this.match(FORMAT);
    if (format !== null) return this.push('format', format, start);
    const name = this.match(NAME);
    if (name !== null) return this.push(KEYWORDS.has(name) ? 'keyword' : 'name', name, start);
    const symbol = this.match(SYMBOL);
    return symbol !== null && this.push('symbol', symbol, start);
  }

  private variable(start: number): void {
    this.position += 1;
    this.skipBlank();
    const name = this.match(NAME);
    if (name === null) throw this.error('expected a variable name after $', start);
    this.push('variable', name, start);
  }

  private parenthesis(char: string, start: number): void {
    this.position += 1;
    const innermost = this.interpolations.length - 1;
    const open = this.interpolations[innermost];
    if (open === undefined) {
      this.push('symbol', char, start);
    } else if (char === ')' && open === 0) {
      this.interpolations.pop();
      this.push('close-interpolation', char, start);
      this.string();
    } else {
      this.interpolations[innermost] = open + (char === '(' ? 1 : -1);
      this.push('symbol', char, start);
    }
  }

  /** Reads literal text up to the closing quote or the next interpolation. */
  private string(): void {
    const start = this.position;
    let text = '';
    for (;;) {
      const stop = this.plainEnd();
      text += this.source.slice(this.position, stop);
      this.position = stop;
      const char = this.source[stop];
      if (char === undefined) throw this.error('unterminated string', start);
      if (char === '"') return this.endText(text, start, 'close-quote');
      if (this.source[stop + 1] === '(') {
        this.interpolations.push(0);
        return this.endText(text, start, 'open-interpolation');
      }
      const escape = readEscape(this.source, stop);
      if (escape === null) throw this.error('invalid escape in string', stop);
      text += escape.text;
      this.position = escape.end;
    }
  }

  private plainEnd(): number {
    let index = this.position;
    while (index < this.source.length && this.source[index] !== '"' && this.source[index] !== '\\') index += 1;
    return index;
  }

  private endText(text: string, start: number, kind: 'close-quote' | 'open-interpolation'): void {
    if (text !== '') this.push('text', text, start);
    this.push(kind, '', this.position);
    this.position += kind === 'close-quote' ? 1 : 2;
  }

  private skipBlank(): void {
    for (;;) {
      const char = this.source[this.position];
      if (char === '#') this.skipComment();
      else if (char === ' ' || char === '\t' || char === '\n' || char === '\r') this.position += 1;
      else return;
    }
  }

  // An odd number of backslashes before the line's end continues the comment on the next line.
  private skipComment(): void {
    let escaped = false;
    for (; this.position < this.source.length; this.position += 1) {
      const char = this.source[this.position];
      if (char === '\n' && !escaped) return;
      const isReturn = char === '\r' && this.source[this.position + 1] === '\n';
      if (!isReturn) escaped = char === '\\' && !escaped;
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source);
    if (found === null) return null;
    this.position = pattern.lastIndex;
    return found[0];
  }

  private push(kind: TokenKind, text: string, offset: number): true {
    this.tokens.push({ kind, text, offset });
    return true;
  }

  private error(problem: string, offset: number): JqSyntaxError {
    return new JqSyntaxError(`syntax error: ${problem}`, this.source, offset);
  }
}

export function tokenize(source: string): readonly Token[] {
  return new Lexer(source).run();
}
