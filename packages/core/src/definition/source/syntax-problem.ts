import type { ErrorCode, YAMLError } from 'yaml';
import type { Problem } from '../diagnostic.ts';
import type { TextProblem } from './prescan.ts';

/** Errors of the parser in the words of somebody who wants to go on; others keep the parser's words. */
const explanations: Partial<Readonly<Record<ErrorCode, Problem>>> = {
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a value on the line of its key cannot contain ": "',
    hint: 'put the value in quotes',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'this line is neither "key: value" nor the continuation of one',
    hint: 'is a colon missing, or a space after it?',
  },
  UNEXPECTED_TOKEN: {
    message: 'this does not fit behind what is before it',
    hint: 'a text with [ ] { } , : or # in it needs quotes',
  },
  TAB_AS_INDENT: { message: 'tabs cannot indent YAML', hint: 'indent with spaces' },
  BAD_INDENT: { message: 'the indentation does not fit the lines around it' },
  MULTIPLE_DOCS: {
    message: 'the text holds more than one document',
    hint: 'a definition is one document: remove the "---" between them',
  },
  RESOURCE_EXHAUSTION: { message: 'the definition is nested too deeply' },
};

/**
 * The syntax errors of a text that have a cause of their own: the parser goes on after an error, and what it says of
 * the rest of the line, or of the rest of a text it has lost its way in, follows from the first.
 */
export function syntaxProblems(errors: readonly YAMLError[], text: string): readonly TextProblem[] {
  const lost = errors.findIndex(({ message }) => message.includes('in YAML stream'));
  const known = lost > 0 ? errors.slice(0, lost) : errors.slice(0, lost === 0 ? 1 : undefined);
  const lines = new Set<number>();
  return known.flatMap((error) => {
    const line = lineStart(text, error.pos[0]);
    if (lines.has(line)) return [];
    lines.add(line);
    return [syntaxProblem(error, text)];
  });
}

function syntaxProblem(error: YAMLError, text: string): TextProblem {
  const [offset] = error.pos;
  const problem = explain(error);
  const found = error.code === 'UNEXPECTED_TOKEN' ? { found: restOfLine(text, offset) } : {};
  const isExpression = text.slice(lineStart(text, offset), offset + 2).includes('${');
  return { offset, ...problem, ...found, ...(isExpression && { hint: 'put the expression in single quotes' }) };
}

function explain({ code, message }: YAMLError): Problem {
  if (code === 'BAD_INDENT' && message.startsWith('Flow')) return { message: 'a "[" or "{" is not closed' };
  if (message.startsWith('Missing closing')) return { message: 'a quote is not closed' };
  return explanations[code] ?? { message: lowerFirst(message) };
}

function lowerFirst(message: string): string {
  return /^[A-Z][a-z]/.test(message) ? message.slice(0, 1).toLowerCase() + message.slice(1) : message;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
}

function restOfLine(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return JSON.stringify(text.slice(offset, Math.min(end < 0 ? text.length : end, offset + 40)));
}
