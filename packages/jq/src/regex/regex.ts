/** Regular expressions with the language's flags, compiled once per text and flags. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { Matcher } from './matcher.ts';
import { parsePattern } from './parse.ts';
import type { Program } from './program.ts';
import { assemble } from './program.ts';
import { PatternError } from './syntax.ts';

export interface Flags {
  readonly isGlobal: boolean;
  readonly isLongest: boolean;
  readonly isNotEmpty: boolean;
  readonly pattern: { readonly ignoreCase: boolean; readonly dotAll: boolean; readonly extended: boolean };
}

export interface Match {
  readonly start: number;
  readonly end: number;
  /** Start and end of each group; a negative start where a group took no part. */
  readonly groups: readonly (readonly [number, number])[];
}

export interface Regex {
  readonly program: Program;
  readonly flags: Flags;
}

const LETTERS = /^[gimnpslx]*$/;

export function parseFlags(letters: string): Flags {
  if (!LETTERS.test(letters)) throw new JqError(`${letters} is not a valid modifier string`);
  return {
    isGlobal: letters.includes('g'),
    isLongest: letters.includes('l'),
    isNotEmpty: letters.includes('n'),
    pattern: {
      ignoreCase: letters.includes('i'),
      dotAll: letters.includes('m') || letters.includes('p'),
      extended: letters.includes('x'),
    },
  };
}

const MAX_SOURCE = 10_000;
/** What a match, or a group of one, takes as a value. */
const MATCH_BYTES = 128;
const CACHE_SIZE = 256;
const cache = new Map<string, Regex>();

export function compileRegex(source: string, letters: string, run: Run): Regex {
  const key = `${letters}/${source}`;
  run.read(source.length);
  const known = cache.get(key);
  if (known !== undefined) return known;
  // Paid for by everyone alike, so that a run does not depend on what ran before it.
  const regex = { program: programOf(source, parseFlags(letters)), flags: parseFlags(letters) };
  const [oldest] = cache.keys();
  if (cache.size >= CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
  cache.set(key, regex);
  return regex;
}

function programOf(source: string, flags: Flags): Program {
  if (source.length > MAX_SOURCE) throw new JqError('Regex failure: too long regular expression');
  try {
    return assemble(parsePattern(source.toWellFormed(), { ...flags.pattern, multiline: false }));
  } catch (error) {
    if (error instanceof PatternError) throw new JqError(`Regex failure: ${error.message}`);
    throw error;
  }
}

export function isMatch({ program, flags }: Regex, text: string, run: Run): boolean {
  return new Matcher(program, { text, ...flags }, run).find(0) !== null;
}

/** The first match, or all of them one behind the other. */
export function matchesOf({ program, flags }: Regex, text: string, run: Run): readonly Match[] {
  const matches: Match[] = [];
  const matcher = new Matcher(program, { text, ...flags }, run);
  for (let from = 0; from <= text.length;) {
    const registers = matcher.find(from);
    if (registers === null) break;
    const match = matchFrom(registers, program.names.length);
    run.allocate(MATCH_BYTES * (2 + match.groups.length));
    matches.push(match);
    if (!flags.isGlobal) break;
    from = match.end > match.start ? match.end : nextIndex(text, match.end);
  }
  return matches;
}

const nextIndex = (text: string, index: number): number => index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);

function matchFrom(registers: readonly number[], groups: number): Match {
  const [start = 0, end = 0] = registers;
  return {
    start,
    end,
    groups: Array.from({ length: groups }, (_, index) => {
      const from = registers[2 * index + 2] ?? -1;
      const upto = registers[2 * index + 3] ?? -1;
      return [upto < 0 ? -1 : from, upto] as const;
    }),
  };
}
