/** Bracket expressions: `[a-z\d[:alpha:]]`, `[^...]`, nested brackets. */
import { anyOf, between, ESCAPED_CLASSES, not, posixClass, property } from './classes.ts';
import { parseEscape } from './escapes.ts';
import type { PatternReader } from './reader.ts';
import type { CharTest } from './syntax.ts';
import { PatternError } from './syntax.ts';

const MAX_DEPTH = 50;

/** Parses what follows an opening bracket, the closing one included. */
export const parseClass = (reader: PatternReader): CharTest => parseNested(reader, 0);

function parseNested(reader: PatternReader, depth: number): CharTest {
  if (depth > MAX_DEPTH) throw new PatternError('too deep nest level');
  const isNegative = reader.accept('^');
  const tests: CharTest[] = [];
  const codes = new Set<number>();
  // A closing bracket in the first place is a member.
  if (reader.accept(']')) codes.add(93);
  while (!reader.accept(']')) {
    if (reader.isDone) throw new PatternError('premature end of char-class');
    const item = parseItem(reader, depth);
    if (typeof item !== 'number') tests.push(item);
    else tests.push(...parseRange(reader, item, codes));
  }
  const test = anyOf([(code) => codes.has(code), ...tests]);
  return isNegative ? not(test) : test;
}

/** One member: a code point, which may begin a range, or a set. */
function parseItem(reader: PatternReader, depth: number): number | CharTest {
  const posix = reader.take(/\[:(\^?)([a-z]*):\]/y);
  if (posix !== null) return posix[1] === '^' ? not(posixClass(posix[2] ?? '')) : posixClass(posix[2] ?? '');
  if (reader.accept('[')) return parseNested(reader, depth + 1);
  if (!reader.accept('\\')) return reader.next();
  const braced = reader.take(/([pP])\{(\^?)([^}]*)\}/y);
  if (braced !== null) {
    const test = property(braced[3] ?? '');
    return (braced[1] === 'P') !== (braced[2] === '^') ? not(test) : test;
  }
  const letters = reader.acceptAny(ESCAPED_CLASSES);
  if (letters !== null) return letters;
  return reader.accept('b') ? 8 : parseEscape(reader);
}

function parseRange(reader: PatternReader, low: number, codes: Set<number>): readonly CharTest[] {
  if (reader.take(/-(?=[^\]])/y) === null) {
    codes.add(low);
    return [];
  }
  const high = parseItem(reader, MAX_DEPTH);
  // `[a-\d]`: the hyphen is a member like the others.
  if (typeof high !== 'number') {
    codes.add(low).add(45);
    return [high];
  }
  if (high < low) throw new PatternError('empty range in char class');
  return [between(low, high)];
}
