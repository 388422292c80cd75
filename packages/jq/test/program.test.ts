/** Proves the contract of `compile`: variables, the three ways to run, stopping early, limits, hosts and the cache. */
import { describe, expect, test } from 'vitest';
import { compile, DEFAULT_LIMITS, JqError, JqHaltError, JqLimitError, JqSyntaxError, STOP_RUN } from '../src/index.ts';
import type { Json } from '../src/index.ts';
import { LruCache } from '../src/lru-cache.ts';

describe('running', () => {
  test('run emits each output as it is made, and keeps those before an error', () => {
    const outputs: Json[] = [];
    expect(() => compile('1, 2, error("x"), 3').run(null, {}, (output) => outputs.push(output))).toThrow('x');
    expect(outputs).toEqual([1, 2]);
  });

  test('all collects, first takes the first or undefined', () => {
    expect(compile('.[]').all([1, 2])).toEqual([1, 2]);
    expect(compile('.[]').first([1, 2])).toBe(1);
    expect(compile('empty').first(null)).toBeUndefined();
    expect(compile('null').first(1)).toBeNull();
  });

  test('nothing behind the first output is computed', () => {
    expect(compile('1, error("too far")').first(null)).toBe(1);
    expect(compile('range(infinite)').first(null)).toBe(0);
    expect(compile('[first(range(infinite))]').first(null)).toEqual([0]);
    expect(compile('repeat(1)', { limits: { steps: 20 } }).first(null)).toBe(1);
    expect(compile('.[] | select(. == 3) | first(., error)', { limits: { steps: 10 } }).first([3])).toBe(3);
  });

  test('the callback ends the run with STOP_RUN, and with nothing else', () => {
    const seen: Json[] = [];
    compile('range(10)').run(null, {}, (output) => (seen.push(output) === 3 ? STOP_RUN : true));
    expect(seen).toEqual([0, 1, 2]);
  });

  test('what the callback throws reaches the caller, past every try of the program', () => {
    const failure = new TypeError('from the caller');
    const emit = (): never => {
      throw failure;
    };
    expect(() => compile('try (1, 2) catch "caught"').run(null, {}, emit)).toThrow(failure);
    expect(() => compile('. as [$a] ?// $a | $a').run([1], {}, emit)).toThrow(failure);
  });

  test('errors thrown downstream of a try are not caught by it', () => {
    expect(() => compile('(try 1 catch 2) | error("later")').all(null)).toThrow('later');
  });

  test('a program may run inside of its own callback', () => {
    const program = compile('.[]');
    const inner: Json[] = [];
    program.run([[1], [2]], {}, (output) => inner.push(...program.all(output)));
    expect(inner).toEqual([1, 2]);
  });

  test('inputs are not changed', () => {
    const input = { a: { b: [1, 2] }, c: [3] };
    const before = structuredClone(input);
    compile('.a.b[0] = 9 | .c += [4] | del(.a.b[1]) | .. |= .').all(input);
    compile('reduce range(3) as $i (.; .c += [$i] | .a.b[$i] = $i)').all(input);
    compile('sort_by(.)?, (.c | sort, reverse), map_values(.), add?').all(input);
    expect(input).toEqual(before);
  });

  test('the same arguments give the same outputs', () => {
    const program = compile('[.[] | {(.k): (.v | tojson)}] | add | to_entries', {});
    const input = Array.from({ length: 50 }, (_, index) => ({ k: `k${index % 7}`, v: index }));
    expect(program.all(input)).toEqual(program.all(input));
  });
});

describe('variables', () => {
  test('are declared by name, with or without $, and given by name', () => {
    expect(compile('$a + $b', { variables: ['a', '$b'] }).first(null, { a: 1, b: 2 })).toBe(3);
    expect(compile('[$a]', { variables: ['a'] }).first(null)).toEqual([null]);
    expect(compile('$a.b', { variables: ['a'] }).first(null, { a: { b: 1 }, other: 2 })).toBe(1);
  });

  test('one that is not declared is a syntax error with its place', () => {
    const attempt = (): unknown => compile('.a |\n  $nope');
    expect(attempt).toThrow(JqSyntaxError);
    expect(attempt).toThrow('$nope is not defined at line 2, column 3');
  });

  test('the same text with other variables is another program', () => {
    expect(compile('$x', { variables: ['x', 'y'] }).first(null, { x: 1, y: 2 })).toBe(1);
    expect(compile('$x', { variables: ['y', 'x'] }).first(null, { x: 1, y: 2 })).toBe(1);
  });

  test('reach into functions and closures', () => {
    const source = 'def f(g): if . > 2 then g + $v else . + 1 | f(g) end; f(. * $v)';
    expect(compile(source, { variables: ['v'] }).first(0, { v: 10 })).toBe(40);
  });
});

describe('errors', () => {
  test('carry the value of the language', () => {
    const caught = (source: string): unknown => {
      try {
        return compile(source).all(null);
      } catch (error) {
        return JqError.isInstance(error) ? error.value : error;
      }
    };
    expect(caught('error({code: 1})')).toEqual({ code: 1 });
    expect(caught('error(null)')).toBeNull();
    expect(caught('{} | .[0]')).toBe('Cannot index object with number (0)');
  });

  test('are told apart by their kind', () => {
    const kinds = { JqError, JqLimitError, JqHaltError, JqSyntaxError };
    const kindOf = (source: string): string[] => {
      try {
        compile(source).all(null);
      } catch (error) {
        return Object.entries(kinds).flatMap(([name, kind]) => (kind.isInstance(error) ? [name] : []));
      }
      return [];
    };
    expect(kindOf('error')).toEqual(['JqError']);
    expect(kindOf('[range(infinite)]')).toEqual(['JqError', 'JqLimitError']);
    expect(kindOf('halt_error')).toEqual(['JqError', 'JqHaltError']);
    expect(kindOf('.[')).toEqual(['JqSyntaxError']);
  });

  test('halt ends the run with what there is, halt_error with a code', () => {
    expect(compile('1, (try halt catch 2), 3').all(null)).toEqual([1]);
    expect(compile('[1, halt]').all(null)).toEqual([]);
    expect(() => compile('try ("x" | halt_error(3)) catch 1').all(null)).toThrow(
      expect.objectContaining({ exitCode: 3, value: 'x' }),
    );
    expect(() => compile('halt_error').all(null)).toThrow(expect.objectContaining({ exitCode: 5 }));
  });

  test('syntax errors show their place', () => {
    expect(() => compile('.a | | .b')).toThrow(expect.objectContaining({ offset: 5, line: 1, column: 6 }));
    expect(() => compile('"a\\q"')).toThrow('invalid escape');
    expect(() => compile('import "a" as a; 1')).toThrow('modules are not supported');
    expect(() => compile('include "a"; 1')).toThrow('modules are not supported');
  });
});

describe('limits', () => {
  const reached = (source: string, limits: object): unknown => {
    try {
      return compile(source, { limits }).all(null);
    } catch (error) {
      return JqLimitError.isInstance(error) ? error.limit : error;
    }
  };

  test('each can be set by itself', () => {
    expect(reached('[range(1000)]', { steps: 100 })).toBe('steps');
    expect(reached('def f: 1 + f; f', { depth: 10 })).toBe('depth');
    expect(reached('range(100)', { outputs: 10 })).toBe('outputs');
    expect(reached('"x" * 1000', { bytes: 500 })).toBe('bytes');
    expect(reached('[range(1000)] | length', { steps: 5000 })).toEqual([1000]);
  });

  test('are counted for each run anew', () => {
    const program = compile('[range(50)] | length', { limits: { steps: 200 } });
    for (let round = 0; round < 10; round += 1) expect(program.first(null)).toBe(50);
  });

  test('count the same in every run', () => {
    const stepsNeeded = (source: string): number => {
      let [low, high] = [0, 100_000];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (reached(source, { steps: middle }) === 'steps') low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const source = '[range(30) | tojson | test("1+$")] | group_by(.) | map(length)';
    expect(stepsNeeded(source)).toBe(stepsNeeded(source));
  });

  test('tail calls need no depth, and builtin loops none either', () => {
    expect(compile('def f: if . > 100000 then . else . + 1 | f end; 0 | f').first(null)).toBe(100_001);
    expect(compile('0 | until(. > 100000; . + 1)').first(null)).toBe(100_001);
    expect(compile('[limit(100000; repeat(1))] | length').first(null)).toBe(100_000);
    expect(compile('last(range(100000))').first(null)).toBe(99_999);
  });

  test('folds that build a value take time in proportion to it', () => {
    expect(compile('reduce range(100000) as $i ({}; .["k\\($i % 5000)"] += $i) | length').first(null)).toBe(5000);
    expect(compile('reduce range(100000) as $i ([]; . + [$i]) | length').first(null)).toBe(100_000);
    expect(compile('[range(50000) | {k: "k\\(.)"}] | INDEX(.k) | length').first(null)).toBe(50_000);
  });

  test('have documented defaults', () => {
    expect(DEFAULT_LIMITS).toEqual({ steps: 1_000_000, depth: 400, outputs: 100_000, bytes: 32 * 1024 * 1024 });
  });
});

describe('the host', () => {
  test('is off by default', () => {
    expect(compile('env, $ENV, input_filename, input_line_number, [inputs], get_search_list').all(null)).toEqual([
      {},
      {},
      null,
      0,
      [],
      [],
    ]);
    expect(() => compile('now').all(null)).toThrow('the host gave no time');
    expect(() => compile('input').all(null)).toThrow('No more inputs');
    expect(compile('1 | debug, debug("x"), stderr').all(null)).toEqual([1, 1, 1]);
  });

  test('gives time, zone, environment and inputs, and hears debug and stderr', () => {
    const heard: Json[] = [];
    const waiting: Json[] = [1, 2, 3];
    const host = {
      now: 0.5,
      timeZone: 'Europe/Berlin',
      env: { HOME: '/home' },
      input: (): Json | undefined => waiting.shift(),
      debug: (value: Json): void => void heard.push(value),
      stderr: (value: Json): void => void heard.push(['stderr', value]),
    };
    const run = (source: string): Json[] => compile(source, { host }).all({ a: 1 });
    expect(run('now, (now | localtime | .[3]), $ENV.HOME, env.HOME')).toEqual([0.5, 1, '/home', '/home']);
    expect(run('input, [inputs]')).toEqual([1, [2, 3]]);
    expect(run('debug | debug("m", .a) | stderr | .a')).toEqual([1]);
    expect(heard).toEqual([{ a: 1 }, 'm', 1, ['stderr', { a: 1 }]]);
  });

  test('can be changed without compiling again', () => {
    const program = compile('now');
    expect([1, 2].map((now) => program.with({ now }).first(null))).toEqual([1, 2]);
    expect(() => program.first(null)).toThrow(JqError);
  });
});

describe('the cache', () => {
  test('forgets the least recently used, by entries and by weight', () => {
    const cache = new LruCache<number>({ entries: 3, weight: 100 });
    for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index, 10);
    cache.get('a');
    cache.set('d', 3, 10);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.get('d')]).toEqual([0, undefined, 2, 3]);
    cache.set('heavy', 4, 95);
    expect([cache.size, cache.get('heavy')]).toEqual([1, 4]);
  });
});
