/** Programs that would run for ever, take all memory or exhaust the stack, and the limit that each one meets. */
import type { Json, LimitName } from '../src/index.ts';

export interface Hostile {
  readonly program: string;
  readonly input?: () => Json;
  readonly limit: LimitName;
}

const repeated = (text: string, times: number) => (): Json => text.repeat(times);

const counting = (length: number) => (): Json => Array.from({ length }, (_, index) => index);

const nested = (depth: number) => (): Json => {
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

export const HOSTILE: readonly Hostile[] = [
  { program: '[range(infinite)]', limit: 'steps' },
  { program: '"x" * 1e9', limit: 'steps' },
  { program: '"x" * infinite', limit: 'bytes' },
  { program: 'def f: f; f', limit: 'steps' },
  { program: 'def f: 1 + f; f', limit: 'depth' },
  { program: 'def f: [f]; f', limit: 'depth' },
  { program: 'def f: f, f; f', limit: 'depth' },
  { program: 'def f(x): f(x | x); f(1)', limit: 'bytes' },
  { program: '[limit(1e9; repeat(1))]', limit: 'steps' },
  { program: 'last(repeat(1))', limit: 'steps' },
  { program: 'until(false; .)', limit: 'steps' },
  { program: '[recurse(. + 1)]', input: () => 0, limit: 'steps' },
  { program: 'reduce range(1e9) as $i (0; .)', limit: 'steps' },
  { program: 'isempty(range(1e9) | empty)', limit: 'steps' },
  { program: 'range(1e6)', limit: 'outputs' },
  { program: 'def a: ., .; def b: a | a | a | a; def c: b | b | b | b; def d: c | c | c | c; [d | d]', limit: 'steps' },
  { program: 'test("(a+)+$")', input: () => `${'a'.repeat(40)}!`, limit: 'steps' },
  { program: 'test("(a|a)*$")', input: () => `${'a'.repeat(40)}!`, limit: 'steps' },
  { program: 'test("(.*)*x")', input: repeated('a', 40), limit: 'steps' },
  { program: '[match("a*?b"; "g")]', input: repeated('a', 100_000), limit: 'steps' },
  { program: '[match(".*.*.*x"; "g")]', input: repeated('a', 10_000), limit: 'steps' },
  { program: 'test("((((a{0,100}){0,100}){0,100}){0,100})b")', input: repeated('a', 100), limit: 'steps' },
  { program: 'test("(?<=a*)b")', input: repeated('a', 3000), limit: 'steps' },
  { program: '[splits("a")]', input: repeated('a', 1_000_000), limit: 'bytes' },
  { program: 'gsub("a"; "bb")', input: repeated('a', 1_000_000), limit: 'bytes' },
  { program: 'reduce range(100) as $i ("x"; . + .)', limit: 'bytes' },
  { program: '[range(1000) | ("x" * 1000000 + "y") | select(test("^z") | not)]', limit: 'steps' },
  { program: '"a" * 100000 as $s | [range(100000) | {($s + tostring): 1}]', limit: 'steps' },
  { program: '[range(100000)] as $a | [range(100000) | $a + [.]]', limit: 'bytes' },
  { program: '.[536870911] = 1', input: () => [], limit: 'steps' },
  { program: '[combinations]', input: () => Array.from({ length: 20 }, () => [0, 1, 2, 3]), limit: 'bytes' },
  { program: '[.[]] - [.[]]', input: counting(10_000), limit: 'steps' },
  { program: '[..]', input: nested(5000), limit: 'depth' },
  { program: 'tojson', input: nested(5000), limit: 'depth' },
  { program: '.[0] == .[1]', input: () => [nested(5000)(), nested(5000)()], limit: 'depth' },
  { program: '@json "\\(.)"', input: nested(5000), limit: 'depth' },
  { program: 'reduce range(1000) as $i (0; [.]) | tojson', limit: 'depth' },
  { program: '"[" * 5000 | fromjson', limit: 'depth' },
  { program: 'setpath([range(5000) | 0]; 1)', limit: 'depth' },
  { program: '[range(1000000) | strftime("%c%c%c%c")]', limit: 'steps' },
  { program: 'strftime("%c" * 100000)', input: () => 0, limit: 'steps' },
  { program: '[jn(range(1000); range(1000))]', limit: 'steps' },
  { program: 'label $out | def f: f, break $out; f', limit: 'depth' },
];
