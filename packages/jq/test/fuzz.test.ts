/** Proves that hostile texts, as programs and as data, lead to answers, JqSyntaxError or JqError, and to nothing else. */
import { expect, test } from 'vitest';
import { randomProgram } from '../differential/generator.ts';
import { randomInput } from '../differential/inputs.ts';
import { Random } from '../differential/random.ts';
import { compile, JqError, JqSyntaxError } from '../src/index.ts';
import type { Json } from '../src/index.ts';

const LIMITS = { steps: 20_000, bytes: 1_000_000, outputs: 1000 };

/** Runs a program; answers with what it threw that it must not throw. */
function offence(program: string, input: Json): unknown {
  try {
    compile(program, { limits: LIMITS }).all(input);
  } catch (error) {
    if (!JqError.isInstance(error) && !JqSyntaxError.isInstance(error)) return error;
  }
  return null;
}

const PIECES = [
  '.',
  '..',
  '.a',
  '.["a"]',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '|',
  ',',
  ':',
  ';',
  '?',
  '?//',
  '//',
  '//=',
  '|=',
  '+=',
  '=',
  '==',
  '<',
  '-',
  '*',
  '%',
  '"',
  '\\(',
  '\\u12',
  '"a"',
  '$x',
  '$__loc__',
  '@json',
  '@x',
  'def f:',
  'if',
  'then',
  'elif',
  'else',
  'end',
  'reduce',
  'foreach',
  'as',
  'try',
  'catch',
  'label $l |',
  'break $l',
  'and',
  'or',
  'not',
  'empty',
  'error',
  'first(',
  'limit(',
  'path(',
  'test("',
  'sub(',
  'range(',
  'input',
  'halt',
  'import',
  '1e999',
  '-0',
  '0x',
  '#',
  '\n',
  '\u0000',
  '\ud800',
  'é',
  '😀',
  '__proto__',
  'constructor',
  ' ',
  '\\',
  "'",
  '`',
  'recurse',
  'walk(',
  'getpath(',
] as const;

const noise = (random: Random): string =>
  Array.from({ length: 1 + random.below(25) }, () => random.pick(PIECES)).join(random.chance(0.5) ? ' ' : '');

/** A valid program with a few characters lost, doubled or replaced. */
function damaged(random: Random): string {
  let program = randomProgram(random);
  for (let changes = 1 + random.below(4); changes > 0; changes -= 1) {
    const place = random.below(program.length);
    const piece = random.pick(['', '', random.pick(PIECES), program.slice(place, place + 4).repeat(2)]);
    program = program.slice(0, place) + piece + program.slice(place + 1 + random.below(3));
  }
  return program;
}

const REGEX_PIECES = [
  'a',
  'b',
  '.',
  '*',
  '+',
  '?',
  '*?',
  '++',
  '{2}',
  '{1,3}',
  '{,',
  '{0,99999}',
  '(',
  ')',
  '(?:',
  '(?=',
  '(?!',
  '(?<=',
  '(?<!',
  '(?>',
  '(?<n>',
  '(?i)',
  '|',
  '[',
  ']',
  '[^',
  '[a-',
  '[[:alpha:]',
  '\\',
  '\\w',
  '\\b',
  '\\1',
  '\\k<n>',
  '\\p{L}',
  '\\p{',
  '\\x{',
  '\\K',
  '\\G',
  '^',
  '$',
  '\\Q',
  '\\R',
  '\\X',
  'é',
  '😀',
  '\ud800',
] as const;

const pattern = (random: Random): string =>
  Array.from({ length: 1 + random.below(12) }, () => random.pick(REGEX_PIECES)).join('');

const seeds = (count: number): Random[] => Array.from({ length: count }, (_, index) => new Random(7_000_000 + index));

test('noise as programs', () => {
  for (const random of seeds(20_000)) {
    const program = noise(random);
    expect([program, offence(program, randomInput(random))]).toEqual([program, null]);
  }
});

test('damaged programs', () => {
  for (const random of seeds(10_000)) {
    const program = damaged(random);
    expect([program, offence(program, randomInput(random))]).toEqual([program, null]);
  }
});

test('noise as regular expressions, flags, formats and JSON', () => {
  const source =
    '[$p, $f] as [$re, $flags] | [.[] | (try [match($re; $flags)] catch .), (try sub($re; "<\\(.n?)>"; $flags) catch .)]';
  const program = compile(source, { variables: ['p', 'f'], limits: LIMITS });
  for (const random of seeds(6000)) {
    const p = pattern(random);
    const f = random.pick(['', 'g', 'gi', 'x', 'n', 'l', 'gl', 'q', 's']);
    const run = (): unknown => program.first(['', 'aab', 'ab é😀\nb', 'a\ud800b', pattern(random)], { p, f });
    expect([p, errorOf(run)]).toEqual([p, null]);
  }
});

test('noise as data of text functions', () => {
  const program = compile(
    '[(try fromjson catch 1), (try tonumber catch 1), (try strptime("%Y-%m-%dT%H:%M:%SZ") catch 1), (. as $f | try (0 | strftime($f)) catch 1), ' +
      '(. as $f | try ("2015-03-05" | strptime($f)) catch 1), (try @base64d catch 1), (try @urid catch 1), (try @base32d catch 1), @uri, @sh, @html, @json]',
    { limits: LIMITS },
  );
  for (const random of seeds(10_000)) {
    const text = noise(random) + random.pick(['%', '%Y', '%5', '%E', '[1,', '{"a"', '"\\u', '-1e', '====', '%C3%']);
    expect([text, errorOf(() => program.first(text))]).toEqual([text, null]);
  }
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (!JqError.isInstance(error)) return error;
  }
  return null;
}
