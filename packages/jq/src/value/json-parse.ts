/** JSON texts to values, with what the language accepts beyond JSON: `nan`, infinities, leading zeros. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { readEscape } from '../syntax/string-escape.ts';
import { excerpt } from './describe.ts';
import type { Json, ObjectDraft } from './json.ts';
import { put } from './json.ts';
import { parseNumber } from './number.ts';

export function parseJson(text: string, run: Run): Json {
  run.text(text.length);
  run.allocate(16 * text.length);
  const parser = new Parser(text, run);
  return parser.document();
}

const WORD = /[-+]?(?:[\d.]+(?:[eE][-+]?\d+)?|\w+)/y;
const BLANK = /[ \t\r\n]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const LITERALS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['null', null],
  ['true', true],
  ['false', false],
]);

class Parser {
  private position = 0;
  private readonly text: string;
  private readonly run: Run;

  constructor(text: string, run: Run) {
    this.text = text;
    this.run = run;
  }

  document(): Json {
    const value = this.value(0);
    this.skip(BLANK);
    if (this.position < this.text.length) throw this.error('Unexpected extra JSON values');
    return value;
  }

  private value(depth: number): Json {
    this.run.step();
    this.run.descend(depth);
    this.skip(BLANK);
    const char = this.text[this.position];
    if (char === '"') return this.string();
    if (char === '[') return this.array(depth);
    if (char === '{') return this.object(depth);
    return this.word();
  }

  private array(depth: number): Json {
    const items: Json[] = [];
    this.position += 1;
    if (this.accept(']')) return items;
    do {
      items.push(this.value(depth + 1));
    } while (this.accept(','));
    this.expect(']');
    return items;
  }

  private object(depth: number): Json {
    const draft: ObjectDraft = {};
    this.position += 1;
    if (this.accept('}')) return draft;
    do {
      this.skip(BLANK);
      if (this.text[this.position] !== '"') throw this.error('Object keys must be strings');
      const key = this.string();
      this.expect(':');
      put(draft, key, this.value(depth + 1));
    } while (this.accept(','));
    this.expect('}');
    return draft;
  }

  private string(): string {
    this.position += 1;
    let decoded = '';
    for (;;) {
      decoded += this.skip(PLAIN);
      const char = this.text[this.position];
      if (char === '"') break;
      const escape = char === '\\' ? readEscape(this.text, this.position) : null;
      if (escape === null)
        throw this.error(char === undefined ? 'Unfinished string' : 'Invalid escape or character in string');
      decoded += escape.text;
      this.position = escape.end;
    }
    this.position += 1;
    return decoded;
  }

  private word(): Json {
    const word = this.skip(WORD);
    const literal = LITERALS.get(word);
    if (literal !== undefined) return literal;
    const number = word.startsWith('+') ? null : parseNumber(word);
    if (number === null) throw this.error(word === '' ? 'Expected a JSON value' : 'Invalid literal');
    return this.run.number(number);
  }

  private accept(char: string): boolean {
    this.skip(BLANK);
    if (this.text[this.position] !== char) return false;
    this.position += 1;
    return true;
  }

  private expect(char: string): void {
    if (!this.accept(char)) throw this.error(`Expected '${char}'`);
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }

  private error(problem: string): JqError {
    const before = this.text.slice(0, this.position);
    const line = before.split('\n').length;
    const column = this.position - before.lastIndexOf('\n');
    return new JqError(`${problem} at line ${line}, column ${column} (while parsing ${excerpt(this.text, this.run)})`);
  }
}
