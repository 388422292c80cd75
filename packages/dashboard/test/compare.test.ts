import { expect, it } from 'vitest';
import { differencesOf, mostDifferences } from '../app/compare/difference.ts';

it('finds where two values differ, and nothing where they do not', () => {
  const left = { a: 1, list: [1, { b: 'x' }], gone: true, same: [1, 2] };
  const right = { a: 2, list: [1, { b: 'y' }, 3], same: [1, 2], come: null };
  expect(differencesOf(left, right)).toEqual([
    { path: 'a', left: 1, right: 2 },
    { path: 'list[1].b', left: 'x', right: 'y' },
    { path: 'list[2]', left: undefined, right: 3 },
    { path: 'gone', left: true, right: undefined },
    { path: 'come', left: undefined, right: null },
  ]);
  expect(differencesOf(left, structuredClone(left))).toEqual([]);
  expect(differencesOf([1], { 0: 1 })).toEqual([{ path: '', left: [1], right: { 0: 1 } }]);
});

it('stops where two values have nothing in common', () => {
  const many = (value: number) => Array.from({ length: 10_000 }, () => value);
  expect(differencesOf(many(1), many(2))).toHaveLength(mostDifferences);
});
