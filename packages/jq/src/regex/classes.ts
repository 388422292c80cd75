/** Sets of characters: `\w`, `[[:alpha:]]`, `\p{Lu}`, and what ignoring case means for them. */
import type { CharTest } from './syntax.ts';
import { PatternError } from './syntax.ts';

// JavaScript's own tables answer for one character at a time, so their matcher has nothing to backtrack over.
function byTable(source: string): CharTest {
  const table = new RegExp(`^[${source}]$`, 'u');
  const ascii = Array.from({ length: 128 }, (_, code) => table.test(String.fromCharCode(code)));
  return (code) => (code < 128 ? ascii[code] === true : table.test(String.fromCodePoint(code)));
}

export const not =
  (test: CharTest): CharTest =>
  (code) =>
    !test(code);

export const anyOf = (tests: readonly CharTest[]): CharTest => {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (code) => tests.some((test) => test(code));
};

export const between =
  (low: number, high: number): CharTest =>
  (code) =>
    code >= low && code <= high;

const WORD_SOURCE = '\\p{L}\\p{M}\\p{Nd}\\p{Pc}';

export const isWord = byTable(WORD_SOURCE);
const isDigit = byTable('\\p{Nd}');
const isSpace = byTable('\\p{White_Space}');

/** The classes that a letter after a backslash names. */
export const ESCAPED_CLASSES: ReadonlyMap<string, CharTest> = new Map([
  ['w', isWord],
  ['W', not(isWord)],
  ['d', isDigit],
  ['D', not(isDigit)],
  ['s', isSpace],
  ['S', not(isSpace)],
]);

const NAMED: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{M}\\p{Nd}',
  alpha: '\\p{L}\\p{M}',
  ascii: '\\x00-\\x7f',
  blank: '\\p{Zs}\\t',
  cntrl: '\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}',
  digit: '\\p{Nd}',
  graph: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}',
  lower: '\\p{Lowercase}',
  print: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Zs}',
  punct: '\\p{P}\\p{S}',
  space: '\\p{White_Space}',
  upper: '\\p{Uppercase}',
  xdigit: '0-9A-Fa-f',
  word: WORD_SOURCE,
  any: '\\u{0}-\\u{10ffff}',
  assigned: '\\P{Cn}',
};

const cache = new Map<string, CharTest>();

function cached(key: string, make: () => CharTest): CharTest {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  // There are some hundred properties; spellings of them are not bounded.
  if (cache.size < 512) cache.set(key, made);
  return made;
}

export function posixClass(name: string): CharTest {
  const source = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (source === undefined || name === 'any' || name === 'assigned')
    throw new PatternError('invalid POSIX bracket type');
  return cached(name, () => byTable(source));
}

/** `\p{...}`: a POSIX name, a general category or a script; upper and lower case, spaces and `_` do not matter. */
export function property(spelling: string): CharTest {
  const name = spelling.toLowerCase().replace(/[ _-]/g, '');
  return cached(`p ${name}`, () => {
    const posix = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    if (posix !== undefined) return byTable(posix);
    const found = candidates(spelling).find(isProperty);
    if (found === undefined) throw new PatternError(`invalid character property name {${spelling}}`);
    return byTable(`\\p{${found}}`);
  });
}

function candidates(spelling: string): readonly string[] {
  const words = spelling.trim().split(/[ _-]+/);
  const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('_');
  return [title, `Script=${title}`, spelling, `Script=${spelling}`, spelling.toUpperCase()];
}

function isProperty(name: string): boolean {
  if (!/^[\w=]+$/.test(name)) return false;
  try {
    return new RegExp(`\\p{${name}}`, 'u').flags === 'u';
  } catch {
    return false;
  }
}

/** The representative of the code points that differ from this one in case only. */
export function fold(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  const char = String.fromCodePoint(code);
  return (
    single(single(char, char.toUpperCase()), single(char, char.toUpperCase()).toLowerCase()).codePointAt(0) ?? code
  );
}

// Some letters become several when their case changes; those keep theirs.
const single = (char: string, changed: string): string => ([...changed].length === 1 ? changed : char);

export const folded =
  (test: CharTest): CharTest =>
  (code) => {
    if (test(code)) return true;
    const char = String.fromCodePoint(code);
    const lower = single(char, char.toLowerCase()).codePointAt(0) ?? code;
    const upper = single(char, char.toUpperCase()).codePointAt(0) ?? code;
    return test(lower) || test(upper) || test(fold(code));
  };
