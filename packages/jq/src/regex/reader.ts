/** The source of a regular expression and a position in it. */
export class PatternReader {
  private readonly source: string;
  private position = 0;

  constructor(source: string) {
    this.source = source;
  }

  get isDone(): boolean {
    return this.position >= this.source.length;
  }

  is(char: string): boolean {
    return this.source[this.position] === char;
  }

  accept(char: string): boolean {
    if (!this.is(char)) return false;
    this.position += 1;
    return true;
  }

  /** Consumes the next character if it is a key, and answers with what the key stands for. */
  acceptAny<T>(meanings: ReadonlyMap<string, T>): T | null {
    const meaning = meanings.get(this.source[this.position] ?? '');
    if (meaning === undefined) return null;
    this.position += 1;
    return meaning;
  }

  /** The next code point, consumed. */
  next(): number {
    const code = this.source.codePointAt(this.position) ?? 0;
    this.position += code > 0xffff ? 2 : 1;
    return code;
  }

  /** Consumes what a sticky expression finds here. */
  take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.position;
    const found = expression.exec(this.source);
    if (found !== null) this.position = expression.lastIndex;
    return found;
  }

  /** Skips white space or a comment, as the extended format allows between items. */
  skipBlank(): boolean {
    return this.take(/[ \t-\r]+|#[^\n]*/y) !== null;
  }
}
