/**
 * Oniguruma's syntax in its Perl flavour with named groups: the parts that the jq manual shows or implies. What is left
 * out (calls of groups, conditionals, absence) is refused with its name.
 */
import { between, ESCAPED_CLASSES, fold, folded, not, property } from './classes.ts';
import { parseEscape } from './escapes.ts';
import { parseClass } from './parse-class.ts';
import { PatternReader } from './reader.ts';
import type { CharTest, Parsed, Pattern, Range } from './syntax.ts';
import { PatternError } from './syntax.ts';

export interface Options {
  readonly ignoreCase: boolean;
  /** `.` matches line ends as well. */
  readonly dotAll: boolean;
  /** `^` and `$` match at every line. */
  readonly multiline: boolean;
  /** White space and comments are skipped. */
  readonly extended: boolean;
}

const MAX_DEPTH = 100;
const MAX_REPEAT = 100_000;
const NEWLINE = 10;

export function parsePattern(source: string, options: Options): Parsed {
  return new PatternParser(source).parse(options);
}

class PatternParser {
  private readonly reader: PatternReader;
  private readonly names: (string | null)[] = [];
  private readonly references: { name: string; groups: number[] }[] = [];
  private highest = 0;
  private depth = 0;

  constructor(source: string) {
    this.reader = new PatternReader(source);
  }

  parse(options: Options): Parsed {
    const pattern = this.choice(options);
    if (!this.reader.isDone) throw new PatternError('unmatched close parenthesis');
    this.resolve();
    return { pattern, names: this.names };
  }

  /** Back-references may precede what they refer to, so they are looked up in the end. */
  private resolve(): void {
    if (this.highest > this.names.length) throw new PatternError('invalid backref number/name');
    for (const { name, groups } of this.references) {
      for (const [index, known] of this.names.entries()) if (known === name) groups.push(index + 1);
      if (groups.length === 0) throw new PatternError(`undefined name <${name}> reference`);
    }
  }

  private choice(options: Options): Pattern {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new PatternError('too deep nest level');
    const state = { options };
    const alternatives: Pattern[] = [];
    do {
      alternatives.push(this.sequence(state));
    } while (this.reader.accept('|'));
    this.depth -= 1;
    const [only] = alternatives;
    return alternatives.length === 1 && only !== undefined ? only : { kind: 'choice', options: alternatives };
  }

  /** `(?i)` holds to the end of the group around it, across alternatives; hence the state. */
  private sequence(state: { options: Options }): Pattern {
    const items: Pattern[] = [];
    while (!this.reader.isDone && !this.reader.is('|') && !this.reader.is(')')) {
      if (state.options.extended && this.reader.skipBlank()) continue;
      const atom = this.atom(state);
      if (atom !== null) items.push(this.repeated(atom, state.options));
    }
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: 'sequence', items };
  }

  private repeated(atom: Pattern, options: Options): Pattern {
    let pattern = atom;
    for (;;) {
      if (options.extended) while (this.reader.skipBlank());
      const range = this.range();
      if (range === null) return pattern;
      pattern = { kind: 'repeat', body: pattern, range };
      if (range.isPossessive) pattern = { kind: 'atomic', body: pattern };
    }
  }

  private range(): (Range & { isPossessive: boolean }) | null {
    const { reader } = this;
    const simple = reader.accept('*')
      ? [0, Infinity]
      : reader.accept('+')
        ? [1, Infinity]
        : reader.accept('?')
          ? [0, 1]
          : null;
    const counted = simple === null ? this.counted() : null;
    const [min, max] = simple ?? counted ?? [];
    if (min === undefined || max === undefined) return null;
    const isLazy = reader.accept('?');
    const isPossessive = !isLazy && reader.accept('+');
    return { min, max, isGreedy: !isLazy, isPossessive };
  }

  private counted(): readonly number[] | null {
    const found = this.reader.take(/\{(\d+)(,?)(\d*)\}/y);
    if (found === null) return null;
    const min = Number(found[1]);
    const max = found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]);
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Infinity)) throw new PatternError('too big number range');
    if (max < min) throw new PatternError('upper is smaller than lower in repeat range');
    return [min, max];
  }

  private atom(state: { options: Options }): Pattern | null {
    const { reader } = this;
    const { options } = state;
    if (reader.accept('(')) return this.group(state);
    if (reader.accept('[')) return { kind: 'char', code: null, test: caseless(parseClass(reader), options) };
    if (reader.accept('.'))
      return { kind: 'char', code: null, test: options.dotAll ? () => true : (code) => code !== NEWLINE };
    if (reader.accept('^')) return { kind: 'anchor', anchor: options.multiline ? 'line-start' : 'text-start' };
    if (reader.accept('$')) return { kind: 'anchor', anchor: options.multiline ? 'line-end' : 'last-line-end' };
    if (reader.accept('\\')) return this.escape(options);
    if (reader.is('*') || reader.is('+') || reader.is('?'))
      throw new PatternError('target of repeat operator is not specified');
    return charOf(reader.next(), options);
  }

  private group(state: { options: Options }): Pattern | null {
    const { reader } = this;
    if (!reader.accept('?')) return this.capture(null, state.options);
    if (reader.accept('#')) return this.comment();
    if (reader.accept(':')) return this.closed(this.choice(state.options));
    if (reader.accept('>')) return { kind: 'atomic', body: this.closed(this.choice(state.options)) };
    const look = reader.take(/(<?)([=!])/y);
    if (look !== null) {
      const body = this.closed(this.choice(state.options));
      return { kind: 'look', body, isBehind: look[1] === '<', isNegative: look[2] === '!' };
    }
    if (reader.is('<') || reader.is("'")) return this.capture(this.groupName(), state.options);
    return this.options(state);
  }

  private groupName(): string {
    const found = this.reader.take(/<([^>)]*)>|'([^')]*)'/y);
    const name = found?.[1] ?? found?.[2] ?? '';
    if (!/^[^\W\d]\w*$/u.test(name) && !/^\p{L}[\p{L}\p{M}\p{N}_]*$/u.test(name))
      throw new PatternError(`invalid group name <${name}>`);
    return name;
  }

  private capture(name: string | null, options: Options): Pattern {
    const index = this.names.push(name);
    return { kind: 'group', index, body: this.closed(this.choice(options)) };
  }

  private closed(pattern: Pattern): Pattern {
    if (!this.reader.accept(')')) throw new PatternError('end pattern with unmatched parenthesis');
    return pattern;
  }

  private comment(): null {
    if (this.reader.take(/(?:[^)\\]|\\[^])*\)/y) === null) throw new PatternError('end pattern in group');
    return null;
  }

  /** `(?i-x)` for the rest of the group around it, `(?i-x:...)` for its own content. */
  private options(state: { options: Options }): Pattern | null {
    const found = this.reader.take(/([imsx]*)(?:-([imsx]*))?([:)])/y);
    if (found === null) throw new PatternError(refusal(this.reader));
    const options = withLetters(withLetters(state.options, { letters: found[1] ?? '', value: true }), {
      letters: found[2] ?? '',
      value: false,
    });
    if (found[3] === ':') return this.closed(this.choice(options));
    state.options = options;
    return null;
  }

  private escape(options: Options): Pattern {
    const { reader } = this;
    const quoted = reader.take(/Q([^]*?)(?:\\E|$)/y);
    if (quoted !== null)
      return {
        kind: 'sequence',
        items: [...(quoted[1] ?? '')].map((char) => charOf(char.codePointAt(0) ?? 0, options)),
      };
    const named = reader.take(/k<([^>]+)>|k'([^']+)'/y);
    if (named !== null) return this.reference(named[1] ?? named[2] ?? '', options);
    if (reader.take(/g[<']/y) !== null) throw new PatternError('calls of groups are not supported');
    const number = reader.take(this.names.length < 10 ? /[1-9](?!\d)/y : /[1-9]\d?(?!\d)/y);
    if (number !== null) return this.reference(number[0], options);
    const octal = reader.take(/[1-7][0-7]{1,2}/y);
    if (octal !== null) return charOf(Number.parseInt(octal[0], 8), options);
    const fixed = reader.acceptAny(FIXED);
    if (fixed !== null) return fixed;
    const braced = reader.take(/([pP])\{(\^?)([^}]*)\}/y);
    if (braced !== null) {
      const test = property(braced[3] ?? '');
      const isNegative = (braced[1] === 'P') !== (braced[2] === '^');
      return { kind: 'char', code: null, test: caseless(isNegative ? not(test) : test, options) };
    }
    const letters = reader.acceptAny(ESCAPED_CLASSES);
    if (letters !== null) return { kind: 'char', code: null, test: letters };
    return charOf(parseEscape(reader), options);
  }

  private reference(name: string, options: Options): Pattern {
    const isFolded = options.ignoreCase;
    if (!/^-?\d+$/.test(name)) {
      const groups: number[] = [];
      this.references.push({ name, groups });
      return { kind: 'back', groups, isFolded };
    }
    const number = name.startsWith('-') ? this.names.length + 1 + Number(name) : Number(name);
    if (number < 1 || number > 1000) throw new PatternError('invalid backref number/name');
    this.highest = Math.max(this.highest, number);
    return { kind: 'back', groups: [number], isFolded };
  }
}

function refusal(reader: PatternReader): string {
  if (reader.is('(')) return 'conditionals are not supported';
  return reader.is('~') ? 'the absence operator is not supported' : 'undefined group option';
}

/** In this flavour `s` lets the dot match line ends, and `m` makes `^` and `$` match at lines. */
function withLetters(
  options: Options,
  { letters, value }: { readonly letters: string; readonly value: boolean },
): Options {
  let changed = options;
  if (letters.includes('i')) changed = { ...changed, ignoreCase: value };
  if (letters.includes('s')) changed = { ...changed, dotAll: value };
  if (letters.includes('m')) changed = { ...changed, multiline: value };
  if (letters.includes('x')) changed = { ...changed, extended: value };
  return changed;
}

const caseless = (test: CharTest, options: Options): CharTest => (options.ignoreCase ? folded(test) : test);

function charOf(code: number, options: Options): Pattern {
  if (!options.ignoreCase) return { kind: 'char', code, test: (other) => other === code };
  const representative = fold(code);
  return { kind: 'char', code: null, test: (other) => other === code || fold(other) === representative };
}

const LINE_END = between(10, 13);

const FIXED: ReadonlyMap<string, Pattern> = new Map<string, Pattern>([
  ['A', { kind: 'anchor', anchor: 'text-start' }],
  ['Z', { kind: 'anchor', anchor: 'last-line-end' }],
  ['z', { kind: 'anchor', anchor: 'text-end' }],
  ['G', { kind: 'anchor', anchor: 'search-start' }],
  ['b', { kind: 'anchor', anchor: 'word' }],
  ['B', { kind: 'anchor', anchor: 'not-word' }],
  ['K', { kind: 'keep' }],
  ['R', lineBreak()],
  ['N', { kind: 'char', code: null, test: (code) => code !== NEWLINE }],
  ['O', { kind: 'char', code: null, test: () => true }],
  ['X', grapheme()],
]);

function exactly(code: number): Pattern {
  return { kind: 'char', code, test: (other) => other === code };
}

function lineBreak(): Pattern {
  const pair: Pattern = { kind: 'sequence', items: [exactly(13), exactly(10)] };
  const one: Pattern = {
    kind: 'char',
    code: null,
    test: (code) => LINE_END(code) || code === 0x85 || code === 0x2028 || code === 0x2029,
  };
  return { kind: 'atomic', body: { kind: 'choice', options: [pair, one] } };
}

/** A base with what extends it: marks, joiners with what they join. Enough for the scripts in common use. */
function grapheme(): Pattern {
  const mark: Pattern = { kind: 'char', code: null, test: property('M') };
  const joiner: Pattern = {
    kind: 'sequence',
    items: [exactly(0x200d), { kind: 'char', code: null, test: property('So') }],
  };
  const extension: Pattern = { kind: 'choice', options: [mark, joiner] };
  const range: Range = { min: 0, max: Infinity, isGreedy: true };
  const any: Pattern = { kind: 'char', code: null, test: () => true };
  const cluster: Pattern = { kind: 'sequence', items: [any, { kind: 'repeat', body: extension, range }] };
  const pair: Pattern = { kind: 'sequence', items: [exactly(13), exactly(10)] };
  return { kind: 'atomic', body: { kind: 'choice', options: [pair, cluster] } };
}
