/** Random JSON. Keys are words: JavaScript objects put keys that look like indices first, see docs/jq.md. */
import type { Json } from '../src/index.ts';
import type { Random } from './random.ts';

const KEYS = ['a', 'b', 'c', 'name', 'key', 'value', 'x'] as const;
const STRINGS = [
  '',
  'a',
  'b',
  'abc',
  'Ab c',
  'a,b,c',
  'é😀z',
  '12',
  '3.5',
  'true',
  'foo bar foo',
  '\n\t"\\',
  '2015-03-05T23:51:47Z',
  '[1,2]',
] as const;
const NUMBERS = [0, 1, 2, 3, -1, 10, 1.5, -2.5, 0.1, 100, 1425599507] as const;

export function randomInput(random: Random, depth = 3): Json {
  const kind = random.below(depth > 0 ? 9 : 5);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind === 2) return random.pick(NUMBERS);
  if (kind <= 4) return random.chance(0.5) ? random.pick(STRINGS) : random.pick(NUMBERS);
  const size = random.below(4);
  if (kind <= 6) return Array.from({ length: size }, () => randomInput(random, depth - 1));
  return Object.fromEntries(Array.from({ length: size }, () => [random.pick(KEYS), randomInput(random, depth - 1)]));
}

export const randomKey = (random: Random): string => random.pick(KEYS);

export const randomString = (random: Random): string => random.pick(STRINGS);

export const randomNumber = (random: Random): number => random.pick(NUMBERS);
