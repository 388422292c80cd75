import { ExpressionSyntaxError } from '@batonhq/core';

/** A piece of an expression. `spaced` says that white space stands before it. */
export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'variable' | 'mark' | 'end';
  readonly text: string;
  readonly offset: number;
  readonly spaced: boolean;
}

const pattern =
  /(\s*)(?:(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*")|([A-Za-z_]\w*)|\$([A-Za-z_]\w*)|(==|!=|<=|>=|\/\/|[-+*/%<>|.,:;()[\]{}]))/y;

/** Splits an expression into tokens. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (source.slice(pattern.lastIndex).trim() !== '') {
    const offset = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null) throw new ExpressionSyntaxError(`unexpected ${source.slice(offset, offset + 8)}`, offset);
    tokens.push({ ...kindOf(match), offset, spaced: match[1] !== '' });
  }
  tokens.push({ kind: 'end', text: '', offset: source.length, spaced: true });
  return tokens;
}

function kindOf(match: RegExpExecArray): Pick<Token, 'kind' | 'text'> {
  const [, , number, string, name, variable, mark = ''] = match;
  if (number !== undefined) return { kind: 'number', text: number };
  if (string !== undefined) return { kind: 'string', text: string };
  if (name !== undefined) return { kind: 'name', text: name };
  return variable === undefined ? { kind: 'mark', text: mark } : { kind: 'variable', text: variable };
}
