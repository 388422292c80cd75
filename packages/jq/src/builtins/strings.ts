/** Builtins on strings. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { add } from '../value/arithmetic.ts';
import { elements } from '../value/access.ts';
import { describe } from '../value/describe.ts';
import { parseJson } from '../value/json-parse.ts';
import { toJsonText, toText } from '../value/json-text.ts';
import type { Json } from '../value/json.ts';
import { isArray, isTruthy } from '../value/json.ts';
import { parseNumber } from '../value/number.ts';
import { splitText } from '../value/split.ts';
import { utf8Length } from '../value/unicode.ts';
import { formatter } from './formats.ts';
import type { Native0, Native1, Natives } from './native.ts';

function textOf(input: Json, message: string, run: Run): string {
  if (typeof input !== 'string') throw new JqError(message);
  run.read(input.length);
  return input;
}

const mapCase =
  (pattern: RegExp, change: (letters: string) => string): Native0 =>
  (input, run) => {
    const text = textOf(input, 'explode input must be a string', run);
    run.text(text.length);
    return text.replace(pattern, change);
  };

const explode: Native0 = (input, run) => {
  const text = textOf(input, 'explode input must be a string', run);
  run.container(text.length);
  return Array.from(text.toWellFormed(), (char) => char.codePointAt(0) ?? 0);
};

const REPLACEMENT = 0xfffd;

const implode: Native0 = (input, run) => {
  if (!isArray(input)) throw new JqError('implode input must be an array');
  run.text(2 * input.length);
  let text = '';
  for (const code of input) {
    if (typeof code !== 'number') {
      throw new JqError(`${describe(code, run)} can't be imploded, unicode codepoint needs to be numeric`);
    }
    text += String.fromCodePoint(scalarOf(code));
  }
  return text;
};

function scalarOf(code: number): number {
  const whole = Math.trunc(code);
  const isScalar = whole >= 0 && whole <= 0x10ffff && (whole < 0xd800 || whole > 0xdfff);
  return isScalar ? whole : REPLACEMENT;
}

const affixTest =
  (name: 'startswith' | 'endswith'): ((input: Json, affix: Json, run: Run) => readonly [string, string, boolean]) =>
  (input, affix, run) => {
    if (typeof input !== 'string' || typeof affix !== 'string') throw new JqError(`${name}() requires string inputs`);
    run.read(affix.length);
    return [input, affix, name === 'startswith' ? input.startsWith(affix) : input.endsWith(affix)];
  };

const startsWith = affixTest('startswith');
const endsWith = affixTest('endswith');

const trimStart: Native1 = (input, affix, run) => {
  const [text, prefix, isThere] = startsWith(input, affix, run);
  return isThere ? text.slice(prefix.length) : text;
};

const trimEnd: Native1 = (input, affix, run) => {
  const [text, suffix, isThere] = endsWith(input, affix, run);
  return isThere ? text.slice(0, text.length - suffix.length) : text;
};

const trimBy =
  (trim: (text: string) => string): Native0 =>
  (input, run) =>
    trim(textOf(input, 'trim input must be a string', run));

// What Unicode calls white space; JavaScript's own trimming also takes U+FEFF and leaves U+0085.
const LEADING = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

const ltrim = (text: string): string => text.replace(LEADING, '');

function rtrim(text: string): string {
  let end = text.length;
  while (end > 0 && LEADING.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

const split: Native1 = (input, separator, run) => {
  if (typeof input !== 'string' || typeof separator !== 'string')
    throw new JqError('split input and separator must be strings');
  return splitText(input, separator, run);
};

const join: Native1 = (input, separator, run) => {
  let text: Json = null;
  for (const item of elements(input, run)) {
    run.step();
    const isPlain = typeof item === 'boolean' || typeof item === 'number';
    const shown: Json = isPlain ? toText(item, run) : isTruthy(item) ? item : '';
    text = add(text === null ? '' : add(text, separator, run), shown, run);
  }
  return text ?? '';
};

const tonumber: Native0 = (input, run) => {
  if (typeof input === 'number') return input;
  const number = typeof input === 'string' ? parseNumber(textOf(input, '', run)) : null;
  if (number === null) throw new JqError(`${describe(input, run)} cannot be parsed as a number`);
  return run.number(number);
};

const toboolean: Native0 = (input, run) => {
  if (typeof input === 'boolean') return input;
  if (input === 'true' || input === 'false') return input === 'true';
  throw new JqError(`${describe(input, run)} cannot be parsed as a boolean`);
};

const fromjson: Native0 = (input, run) => {
  if (typeof input !== 'string') throw new JqError(`${describe(input, run)} only strings can be parsed`);
  return parseJson(input, run);
};

const utf8bytelength: Native0 = (input, run) => {
  if (typeof input !== 'string') throw new JqError(`${describe(input, run)} only strings have UTF-8 byte length`);
  run.read(input.length);
  return utf8Length(input);
};

const format: Native1 = (input, name, run) => {
  const apply = typeof name === 'string' ? formatter(`@${name}`) : null;
  if (apply === null)
    throw new JqError(`${typeof name === 'string' ? name : describe(name, run)} is not a valid format`);
  return apply(input, run);
};

export const STRING_NATIVES: Natives = {
  none: {
    ascii_downcase: mapCase(/[A-Z]+/g, (letters) => letters.toLowerCase()),
    ascii_upcase: mapCase(/[a-z]+/g, (letters) => letters.toUpperCase()),
    explode,
    implode,
    trim: trimBy((text) => rtrim(ltrim(text))),
    ltrim: trimBy(ltrim),
    rtrim: trimBy(rtrim),
    tonumber,
    toboolean,
    tostring: toText,
    tojson: toJsonText,
    fromjson,
    utf8bytelength,
  },
  one: {
    startswith: (input, affix, run) => startsWith(input, affix, run)[2],
    endswith: (input, affix, run) => endsWith(input, affix, run)[2],
    ltrimstr: trimStart,
    rtrimstr: trimEnd,
    trimstr: (input, affix, run) => trimEnd(trimStart(input, affix, run), affix, run),
    split,
    join,
    format,
  },
};
