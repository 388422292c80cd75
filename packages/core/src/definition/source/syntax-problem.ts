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
  TAB_AS_INDENT: { message: 'tabs cannot indent YAML', hint: 'indent with spaces' },
  BAD_INDENT: { message: 'the indentation does not fit the lines around it' },
  MULTIPLE_DOCS: {
    message: 'the text holds more than one document',
    hint: 'a definition is one document: remove the "---" between them',
  },
  DUPLICATE_KEY: { message: 'the key is already in this map' },
  RESOURCE_EXHAUSTION: { message: 'the definition is nested too deeply' },
};

/** A syntax error with its place. */
export function syntaxProblem(error: YAMLError, text: string): TextProblem {
  const problem = explanations[error.code] ?? { message: lowerFirst(error.message) };
  const [offset] = error.pos;
  const line = lineAt(text, offset);
  return { offset, ...problem, ...(line.includes('${') && { hint: 'put the expression in single quotes' }) };
}

function lowerFirst(message: string): string {
  return /^[A-Z][a-z]/.test(message) ? message.slice(0, 1).toLowerCase() + message.slice(1) : message;
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end);
}
