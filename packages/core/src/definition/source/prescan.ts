import { Lexer } from 'yaml';
import type { Problem } from '../diagnostic.ts';
import type { DefinitionLimits } from './limits.ts';

/** A problem at an offset of the text. */
export interface TextProblem extends Problem {
  readonly offset: number;
}

/** The lexer puts this before the text of a scalar; it takes no room in the source. */
const scalarMark = '\u001f';
const marks = new Set([scalarMark, '\u0002', '\u0018']);

/**
 * Refuses what would cost too much to parse, by looking at the tokens alone: no tree is built, so a bomb costs no more
 * than reading it up to the limit.
 */
export function prescan(text: string, limits: DefinitionLimits): TextProblem | undefined {
  if (text.length > limits.characters) {
    return {
      offset: 0,
      message: 'the definition is too long',
      expected: `at most ${limits.characters} characters`,
      found: `${text.length}`,
      hint: 'keep large data in files or in the input, and split long workflows with `run: { workflow: … }`',
    };
  }
  const nesting = createNestingCounter();
  const misplaced = createMisplacedCounter();
  let offset = 0;
  let parts = 0;
  let aliases = 0;
  for (const token of new Lexer().lex(text)) {
    if (token.trim() !== '' || token === '\n') parts += 1;
    if (token.startsWith('*') && token.length > 1) aliases += 1;
    if (parts > limits.values * partsPerValue) return tooMany('values', limits.values, offset);
    if (aliases > limits.aliases) return tooMany('aliases', limits.aliases, offset);
    if (nesting(token) > limits.depth) return tooDeep(limits.depth, offset);
    if (misplaced(token) > limits.problems) return { offset, message: 'the text is not YAML' };
    if (!marks.has(token)) offset += token.length;
  }
  return undefined;
}

/** A value has its mark and its text, and an indicator or a line. */
const partsPerValue = 3;

function tooMany(what: string, limit: number, offset: number): TextProblem {
  return { offset, message: `the definition has too many ${what}`, expected: `at most ${limit}` };
}

/** The problem of nesting beyond the limit. */
export function tooDeep(limit: number, offset: number): TextProblem {
  return { offset, message: 'the definition is nested too deeply', expected: `at most ${limit} levels` };
}

/**
 * Counts brackets, and `- - -` on one line. Nesting by indentation is left to the parser: `n` levels of it take
 * `n * n / 2` characters, so the limit on characters bounds it.
 */
function createNestingCounter(): (token: string) => number {
  let brackets = 0;
  let dashes = 0;
  let isText = false;
  return (token) => {
    if (isText) {
      isText = false;
      dashes = 0;
      return 0;
    }
    if (token === scalarMark) isText = true;
    else if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?') dashes += 1;
    else if (token.includes('\n')) dashes = 0;
    return Math.max(brackets, dashes);
  };
}

/** Counts scalars and anchors that follow their like on one line: the parser makes an error of each. */
function createMisplacedCounter(): (token: string) => number {
  let count = 0;
  let previous = '';
  let isText = false;
  return (token) => {
    if (isText) isText = false;
    else if (token === scalarMark || /^["'&!]/.test(token)) {
      isText = token === scalarMark;
      const kind = /^[&!]/.test(token) ? 'property' : 'scalar';
      if (kind === previous) count += 1;
      previous = kind;
    } else if (token === '\n' || token.trim() !== '') previous = '';
    return count;
  };
}
