/** Dependency levels: what may begin together stands together, and nothing stands above what it needs. */
import { levelsOf } from '@batonhq/core';
import { programOf } from '@batonhq/testing/core';
import { expect, test } from 'vitest';

const call = { call: 'f' };
const levels = (definition: Parameters<typeof programOf>[0]): readonly (readonly string[])[] =>
  levelsOf(programOf(definition)).map((level) => level.map(({ path }) => path));

test('a sequence has a level for each task, containers have none', () => {
  expect(levels([{ a: call }, { b: { do: [{ c: call }, { d: call }] } }, { e: call }])).toEqual([
    ['a'],
    ['b/c'],
    ['b/d'],
    ['e'],
  ]);
});

test('branches stand as deep as what they come after, in any order', () => {
  const branches = [
    { d: { ...call, metadata: { after: ['b', 'c'] } } },
    { a: call },
    { b: { do: [{ x: call }, { y: call }], metadata: { after: ['a'] } } },
    { c: { ...call, metadata: { after: ['a'] } } },
  ];
  expect(levels([{ plan: { fork: { branches } } }, { end: call }])).toEqual([
    ['plan/a'],
    ['plan/b/x', 'plan/c'],
    ['plan/b/y'],
    ['plan/d'],
    ['end'],
  ]);
});

test('loops count once, catches not at all', () => {
  const guarded = { try: [{ risky: call }], catch: { do: [{ mend: call }] } };
  const loop = { for: { in: '${ [1, 2] }' }, do: [{ each: call }] };
  expect(levels([{ guarded }, { loop }])).toEqual([['guarded/risky'], ['loop/each']]);
});
