/** The regular expression builtins; the library says the rest of them in terms of these. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import type { Match, Regex } from '../regex/regex.ts';
import { compileRegex, isMatch, matchesOf } from '../regex/regex.ts';
import { add } from '../value/arithmetic.ts';
import { describe } from '../value/describe.ts';
import type { Json, ObjectDraft } from '../value/json.ts';
import { at, isArray, isObject, member, put, typeOf } from '../value/json.ts';
import { sliceCodePoints, codePointLength, isPlain } from '../value/unicode.ts';
import type { Native0, Native1, NativeN, Natives } from './native.ts';

/** A regular expression with its text, checked in the order in which the language complains. */
function prepare(input: Json, args: readonly Json[], run: Run): { text: string; regex: Regex } {
  const [pattern = null, flags = null] = args;
  if (typeof input !== 'string') throw new JqError(`${describe(input, run)} cannot be matched, as it is not a string`);
  if (typeof pattern !== 'string') throw new JqError(`${describe(pattern, run)} is not a string`);
  if (flags !== null && typeof flags !== 'string') throw new JqError(`${describe(flags, run)} is not a string`);
  run.read(input.length);
  return { text: input, regex: compileRegex(pattern, flags ?? '', run) };
}

const test: NativeN = (args, run, input) => {
  const { text, regex } = prepare(input, args, run);
  return isMatch(regex, text, run);
};

const matches: NativeN = (args, run, input) => {
  const { text, regex } = prepare(input, args, run);
  const offsets = new Offsets(text, run);
  return matchesOf(regex, text, run).map((match) => matchValue(match, { text, regex, offsets }));
};

interface Source {
  readonly text: string;
  readonly regex: Regex;
  readonly offsets: Offsets;
}

function matchValue(match: Match, { text, regex, offsets }: Source): Json {
  const { names } = regex.program;
  return {
    offset: offsets.at(match.start),
    length: codePointLength(text.slice(match.start, match.end)),
    string: text.slice(match.start, match.end),
    captures: match.groups.map(([from, upto], index) => {
      const name = names[index] ?? null;
      if (from < 0) return { offset: -1, string: null, length: 0, name };
      const string = text.slice(from, upto);
      return { offset: offsets.at(from), length: codePointLength(string), string, name };
    }),
  };
}

/** UTF-16 indices to code point offsets, remembering the last one because matches follow each other. */
class Offsets {
  private readonly text: string;
  private readonly run: Run;
  private readonly isPlain: boolean;
  private index = 0;
  private offset = 0;

  constructor(text: string, run: Run) {
    this.text = text;
    this.run = run;
    this.isPlain = isPlain(text);
  }

  at(index: number): number {
    if (this.isPlain) return index;
    if (index < this.index) this.index = this.offset = 0;
    this.run.read(index - this.index);
    this.offset += codePointLength(this.text.slice(this.index, index));
    this.index = index;
    return this.offset;
  }
}

const field = (value: Json, name: string): Json => (isObject(value) ? member(value, name) : null);
const items = (value: Json): readonly Json[] => (isArray(value) ? value : []);
const count = (value: Json, name: string): number => Number(field(value, name));

/** The named captures of a match as an object; of several groups with one name the last one counts. */
const named: Native0 = (match, run) => {
  const draft: ObjectDraft = {};
  for (const capture of items(field(match, 'captures'))) {
    const name = field(capture, 'name');
    if (typeof name === 'string') put(draft, name, field(capture, 'string'));
  }
  run.container(Object.keys(draft).length);
  return draft;
};

/** What is between matches: the parts of a text that they split it into. */
const between: Native1 = (found, text, run) => {
  if (typeof text !== 'string') return [];
  let previous = 0;
  const parts: Json[] = [];
  for (const match of items(found)) {
    const offset = count(match, 'offset');
    parts.push(part(text, [previous, offset], run));
    previous = offset + count(match, 'length');
  }
  parts.push(part(text, [previous, Number.POSITIVE_INFINITY], run));
  return parts;
};

function part(text: string, [from, upto]: readonly [number, number], run: Run): string {
  run.step();
  if (!isPlain(text)) run.read(text.length);
  return sliceCodePoints(text, from, Math.min(upto, text.length));
}

/**
 * The texts in which matches are replaced, from pairs of a match and its replacements: the first text by the first
 * replacement of each, and so on. Without any replacement the text stays as it is.
 */
const substituted: Native1 = (edits, text, run) => {
  if (typeof text !== 'string') return [text];
  const results: Json[] = [];
  let previous = 0;
  for (const edit of items(edits)) {
    const match = at(items(edit), 0);
    const offset = count(match, 'offset');
    const gap = part(text, [previous, offset], run);
    for (const [index, replacement] of items(at(items(edit), 1)).entries()) {
      results[index] = add(add(results[index] ?? null, gap, run), replacement, run);
    }
    previous = offset + count(match, 'length');
  }
  const rest = part(text, [previous, Number.POSITIVE_INFINITY], run);
  return results.length === 0 ? [text] : results.map((result) => add(result, rest, run));
};

/** `test([regex, flags])` and its like: the one argument as two. */
const split: Native1 = (_input, argument) => {
  if (typeof argument === 'string') return [argument, null];
  if (isArray(argument) && argument.length > 0) return [at(argument, 0), at(argument, 1)];
  throw new JqError(`${typeOf(argument)} not a string or array`);
};

export const REGEX_NATIVES: Natives = {
  none: { _named: named },
  one: { _arguments: split, _between: between, _substituted: substituted },
  more: { 'test/2': test, '_matches/2': matches },
};
