/** Proves that data stays data: no key, text or number reaches the host or breaks the engine. */
import { afterEach, describe, expect, test } from 'vitest';
import { compile, JqError, JqSyntaxError } from '../src/index.ts';
import type { Json } from '../src/index.ts';

const evaluate = (source: string, input: Json = null): Json | undefined => compile(source).first(input);

const parsed = (text: string): Json => JSON.parse(text);

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
  expect('polluted' in {}).toBe(false);
});

describe('keys that mean something to JavaScript', () => {
  test('__proto__ goes in and comes out as data', () => {
    for (const text of ['{"__proto__":1}', '{"__proto__":{"a":1},"b":2}', '{"a":{"__proto__":[]}}']) {
      for (const source of [
        '.',
        'map_values(.)',
        'with_entries(.)',
        '. + {}',
        '{} * .',
        'tojson | fromjson',
        'walk(.)',
        '. as $x | $x',
      ]) {
        expect(JSON.stringify(evaluate(source, parsed(text)))).toBe(text);
      }
    }
  });

  test('writing to __proto__ makes a member', () => {
    const sources = [
      '{"__proto__": {polluted: 1}}',
      '.["__proto__"] = {polluted: 1}',
      '.__proto__.polluted = 1',
      'setpath(["__proto__", "polluted"]; 1)',
      '[{key: "__proto__", value: {polluted: 1}}] | from_entries',
      '"__proto__" as $k | {($k): {polluted: 1}}',
      '[{"__proto__": {polluted: 1}}, {}] | add',
      'reduce "__proto__" as $k ({}; .[$k].polluted += 1)',
      'reduce 1 as $i ({}; . + {"__proto__": {polluted: 1}})',
      '{} * {"__proto__": {polluted: 1}}',
      '[["__proto__", "polluted"]] as $p | reduce $p[] as $q (null; setpath($q; 1))',
      '"{\\"__proto__\\": {\\"polluted\\": 1}}" | fromjson',
      '[[["__proto__", "polluted"], 1], [["__proto__", "polluted"]], [["__proto__"]]] | fromstream(.[])',
    ];
    for (const source of sources) {
      const value = evaluate(source);
      expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":1}}');
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
    expect(JSON.stringify(evaluate('"ab" | capture("(?<__proto__>a)")'))).toBe('{"__proto__":"a"}');
  });

  test('members of Object.prototype are not there', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']) {
      expect(evaluate(`.${key}, .["${key}"], (. as {${key}: $x} | $x), getpath(["${key}"])`, {})).toBeNull();
      expect(evaluate(`has("${key}")`, {})).toBe(false);
      expect(evaluate(`.${key}`, { [key]: 7 })).toBe(7);
    }
    expect(evaluate('.constructor.constructor', {})).toBeNull();
  });

  test('objects without a prototype are read like others', () => {
    const bare: { [key: string]: Json } = Object.create(null);
    bare['a'] = 1;
    expect(evaluate('.a, keys, (.b = 2)', bare)).toBe(1);
    expect(compile('[.a, .constructor, has("a"), length, (.b = 2)]').first(bare)).toEqual([
      1,
      null,
      true,
      1,
      { a: 1, b: 2 },
    ]);
  });

  test('variables are looked up among the declared ones only', () => {
    expect(compile('$constructor', { variables: ['constructor'] }).first(null, { constructor: 1 })).toBe(1);
    expect(compile('$constructor', { variables: ['constructor'] }).first(null, {})).toBeNull();
    expect(() => compile('$constructor')).toThrow(JqSyntaxError);
    expect(() => compile('constructor')).toThrow(JqSyntaxError);
    expect(() => compile('@constructor')).toThrow(JqSyntaxError);
    expect(() => compile('_matches("a"; "g")')).toThrow(JqSyntaxError);
  });
});

describe('texts', () => {
  test('lone surrogates neither crash nor hang', () => {
    const lone = 'a\ud83d\udc00x\ude00\ud800';
    const sources = [
      'length',
      'explode',
      'explode | implode',
      'utf8bytelength',
      '.[1:3]',
      '@json',
      '@uri',
      '@base64',
      '@html',
      '@sh',
      'test("x")',
      '[match("."; "g")]',
      '[scan("\\\\w")]',
      'ascii_downcase',
      'split("")',
      'tojson',
      'sort_by(.)?',
      '{(.): 1}',
      'index("x")',
    ];
    for (const source of sources) expect(() => compile(source).all(lone)).not.toThrow();
    expect(evaluate('explode | implode | length', lone)).toBe(5);
  });

  test('strings are sequences of code points', () => {
    expect(evaluate('[length, .[1:2], index("z"), (explode | length), ([match("."; "g").offset])]', 'é😀z')).toEqual([
      3,
      '😀',
      2,
      3,
      [0, 1, 2],
    ]);
    expect(evaluate('sort', ['\uffff', '😀', 'z'])).toEqual(['z', '\uffff', '😀']);
  });
});

describe('numbers', () => {
  test('what JSON cannot hold does not leave a program', () => {
    expect(compile('nan, infinite, -infinite, [nan], {a: infinite}').all(null)).toEqual([
      null,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      [null],
      { a: Number.MAX_VALUE },
    ]);
    expect(
      compile('1e1000, (1e308 * 10), ("1e999" | tonumber), ("nan" | fromjson), ("[1e999]" | fromjson)').all(null),
    ).toEqual([Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE, null, [Number.MAX_VALUE]]);
  });

  test('NaN is less than every number and equal to none', () => {
    expect(
      evaluate('[nan < nan, nan == nan, nan > nan, nan < 1, ([2, nan, 1] | sort | .[1:]), ([nan] | unique | length)]'),
    ).toEqual([true, false, false, true, [1, 2], 1]);
  });

  test('are written with as few digits as read back the same', () => {
    const written = {
      '1e17': '1e+17',
      '1e16': '1e+16',
      '1e15': '1000000000000000',
      '0.00001': '1e-05',
      '0.0001': '0.0001',
    };
    for (const [source, text] of Object.entries(written)) expect(evaluate(`${source} | tojson`)).toBe(text);
    expect(evaluate('123456789012345680, 1.5e300, 1e-7 | tojson')).toBe('123456789012345680');
    expect(evaluate('[3.0, 100, -0.5, 3.141592653589793] | tojson')).toBe('[3,100,-0.5,3.141592653589793]');
  });
});

describe('nesting', () => {
  test('of source text is a syntax error when it is too deep', () => {
    const sources = [
      '['.repeat(10_000),
      '('.repeat(10_000),
      '{a:'.repeat(10_000),
      '-'.repeat(10_000),
      'try '.repeat(10_000),
      'if '.repeat(10_000),
      '1 as $x | '.repeat(10_000),
      'def f: '.repeat(10_000),
      '"\\('.repeat(10_000),
      '. as [['.repeat(10_000),
      'reduce '.repeat(10_000),
      `${'1 + '.repeat(10_000)}1`,
      `.${'[0]'.repeat(10_000)}`,
      `.${'?'.repeat(10_000)}`,
      'label $x | '.repeat(10_000),
      '1 // '.repeat(10_000),
      'if 1 then 2 el'.repeat(10_000),
      '. as '.repeat(10_000),
      '[.[] |'.repeat(10_000),
    ];
    for (const source of sources) expect(() => compile(source)).toThrow(JqSyntaxError);
  });

  test('that is only long is fine', () => {
    expect(compile(`[${'1, '.repeat(20_000)}1] | length`).first(null)).toBe(20_001);
    expect(compile(`0${' | . + 1'.repeat(5000)}`).first(null)).toBe(5000);
    expect(compile(`${'def f: 1; '.repeat(200)}f`).first(null)).toBe(1);
    expect(compile(`0${' + 1'.repeat(900)}`).first(null)).toBe(900);
  });

  test('of many small functions compiles in little time', () => {
    const chain = Array.from({ length: 40 }, (_, index) => `def f${index + 1}: f${index} | f${index};`).join(' ');
    expect(() => compile(`def f0: . + 1; ${chain} f40`).all(0)).toThrow(JqError);
  });

  test('of many generators in a row ends in an answer or an error of ours', () => {
    expect(() => compile(`.[]${' | (., .)'.repeat(5000)}`).all([1])).toThrow(JqError);
  });
});
