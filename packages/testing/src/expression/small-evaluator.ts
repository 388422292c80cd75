import { ExpressionSyntaxError, type Evaluator, type Expression, type Json, type Scope } from '@batonhq/core';
import { functions, isTrue, memberAt, operators, wrong } from './operators.ts';
import { tokensOf, type Token } from './tokens.ts';

/** A compiled part of an expression. */
type Code = (input: Json, scope: Scope) => Json;

/** Binary operators, those that bind least first. `//` keeps the left value unless it is null or false. */
const levels: readonly (readonly string[])[] = [
  ['//'],
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/**
 * An evaluator for tests: the part of jq with one output (paths, variables, arithmetic, comparison, construction,
 * pipes, `if`, `not`, `length`, `keys`, `error`). It has nothing of its own, so a definition means the same with the
 * real one; it is small enough for a simulation to compile millions of them.
 *
 * @example
 * smallEvaluator().compile('.price * $count').evaluate({ price: 3 }, () => 4); // 12
 */
export function smallEvaluator(): Evaluator {
  const known = new Map<string, Expression>();
  return {
    compile(source) {
      const before = known.get(source);
      if (before !== undefined) return before;
      const expression = new Parser(source).expression();
      known.set(source, expression);
      return expression;
    },
  };
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #variables = new Set<string>();
  #next = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  expression(): Expression {
    const evaluate = this.#pipe();
    if (this.#peek().kind !== 'end') this.#unexpected();
    return { variables: [...this.#variables], evaluate };
  }

  #pipe(): Code {
    let code = this.#binary(0);
    while (this.#takes('|')) {
      const [left, right] = [code, this.#binary(0)];
      code = (input, scope) => right(left(input, scope), scope);
    }
    return code;
  }

  #binary(level: number): Code {
    const marks = levels[level];
    if (marks === undefined) return this.#postfix();
    let code = this.#binary(level + 1);
    for (let mark = this.#takesOne(marks); mark !== null; mark = this.#takesOne(marks)) {
      code = combined(mark, code, this.#binary(level + 1));
    }
    return code;
  }

  #postfix(): Code {
    let code = this.#primary();
    for (;;) {
      if (this.#peek().spaced) return code;
      const key = this.#takes('.') ? this.#name() : this.#takes('[') ? this.#index() : null;
      if (key === null) return code;
      const of = code;
      code = (input, scope) => memberAt(of(input, scope), key(input, scope));
    }
  }

  #index(): Code {
    const key = this.#pipe();
    this.#expect(']');
    return key;
  }

  #name(): Code {
    const token = this.#take();
    if (token.kind === 'string') return constant(JSON.parse(token.text));
    return token.kind === 'name' ? constant(token.text) : this.#unexpected();
  }

  #primary(): Code {
    const token = this.#take();
    switch (token.kind) {
      case 'number':
        return constant(Number(token.text));
      case 'string':
        return constant(JSON.parse(token.text));
      case 'variable':
        this.#variables.add(token.text);
        return (_, scope) => scope(token.text);
      case 'name':
        return this.#word(token.text);
      default:
        return this.#construct(token.text);
    }
  }

  #word(name: string): Code {
    if (name === 'true' || name === 'false') return constant(name === 'true');
    if (name === 'null') return constant(null);
    if (name === 'if') return this.#condition();
    const apply = functions[name];
    if (apply === undefined) return this.#unexpected();
    if (!this.#takes('(')) return (input) => apply(input);
    const argument = this.#pipe();
    this.#expect(')');
    return (input, scope) => apply(argument(input, scope));
  }

  #condition(): Code {
    const test = this.#pipe();
    this.#expect('then');
    const then = this.#pipe();
    const otherwise: Code = this.#takes('else') ? this.#pipe() : (input) => input;
    this.#expect('end');
    return (input, scope) => (isTrue(test(input, scope)) ? then(input, scope) : otherwise(input, scope));
  }

  #construct(mark: string): Code {
    if (mark === '.') return this.#path();
    if (mark === '-') return combined('-', constant(0), this.#postfix());
    if (mark === '[') return this.#array();
    if (mark === '{') return this.#object();
    if (mark !== '(') return this.#unexpected();
    const inside = this.#pipe();
    this.#expect(')');
    return inside;
  }

  #path(): Code {
    const { kind, spaced } = this.#peek();
    if (spaced || (kind !== 'name' && kind !== 'string')) return (input) => input;
    const key = this.#name();
    return (input, scope) => memberAt(input, key(input, scope));
  }

  #array(): Code {
    const items: Code[] = [];
    while (!this.#takes(']')) {
      if (items.length > 0) this.#expect(',');
      items.push(this.#pipe());
    }
    return (input, scope) => items.map((item) => item(input, scope));
  }

  #object(): Code {
    const members: { readonly key: Code; readonly value: Code }[] = [];
    while (!this.#takes('}')) {
      if (members.length > 0) this.#expect(',');
      const key = this.#takes('(') ? this.#keyExpression() : this.#name();
      this.#expect(':');
      members.push({ key, value: this.#binary(0) });
    }
    return (input, scope) =>
      Object.fromEntries(members.map(({ key, value }) => [textOf(key(input, scope)), value(input, scope)]));
  }

  #keyExpression(): Code {
    const key = this.#pipe();
    this.#expect(')');
    return key;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', offset: 0, spaced: true };
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #takes(text: string): boolean {
    const { kind, text: found } = this.#peek();
    const isIt = found === text && (kind === 'mark' || kind === 'name');
    if (isIt) this.#next += 1;
    return isIt;
  }

  #takesOne(texts: readonly string[]): string | null {
    return texts.find((text) => this.#takes(text)) ?? null;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) this.#unexpected();
  }

  #unexpected(): never {
    const { text, offset } = this.#tokens[Math.max(0, this.#next - 1)] ?? this.#peek();
    throw new ExpressionSyntaxError(`unexpected ${JSON.stringify(text)}`, offset);
  }
}

function constant(value: Json): Code {
  return () => value;
}

function combined(mark: string, left: Code, right: Code): Code {
  if (mark === 'and') return (input, scope) => isTrue(left(input, scope)) && isTrue(right(input, scope));
  if (mark === 'or') return (input, scope) => isTrue(left(input, scope)) || isTrue(right(input, scope));
  if (mark === '//') return (input, scope) => alternative(left(input, scope), () => right(input, scope));
  const apply = operators[mark];
  if (apply === undefined) throw new ExpressionSyntaxError(`unknown operator ${mark}`);
  return (input, scope) => apply(left(input, scope), right(input, scope));
}

function alternative(value: Json, otherwise: () => Json): Json {
  return isTrue(value) ? value : otherwise();
}

function textOf(key: Json): string {
  return typeof key === 'string' ? key : wrong(`${JSON.stringify(key)} cannot be a key`);
}
