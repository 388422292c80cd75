/** Upward ranks: how far each task is from the end, along the longest way. */
import { upwardRanks, type TaskNode } from '@batonhq/core';
import { programOf } from '@batonhq/testing/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const call = { call: 'f' };
const took: Readonly<Record<string, number>> = { a: 5, b: 7, c: 2, d: 1, pause: 60_000 };
const durationOf = ({ kind, name }: TaskNode): number => (kind === 'call' ? (took[name] ?? 10) : 0);

function ranksOf(definition: Parameters<typeof programOf>[0]): Readonly<Record<string, number>> {
  const program = programOf(definition);
  const ranks = upwardRanks(program, durationOf);
  return Object.fromEntries(program.tasks.map(({ path, index }) => [path, ranks[index] ?? Number.NaN]));
}

test('a task ranks as high as all that follows it takes, inside and around what it stands in', () => {
  expect(ranksOf([{ a: call }, { inner: { do: [{ b: call }, { c: call }] } }, { d: call }])).toEqual({
    a: 15,
    inner: 10,
    'inner/b': 10,
    'inner/c': 3,
    d: 1,
  });
});

test('a branch ranks by the longest way through those that come after it, in any order', () => {
  const branches = [
    { d: { ...call, metadata: { after: ['b', 'c'] } } },
    { a: call },
    { b: { ...call, metadata: { after: ['a'] } } },
    { c: { ...call, metadata: { after: ['a'] } } },
  ];
  expect(ranksOf([{ plan: { fork: { branches } } }, { end: call }])).toEqual({
    plan: 23,
    'plan/a': 23,
    'plan/b': 18,
    'plan/c': 13,
    'plan/d': 11,
    end: 10,
  });
});

test('jumps forward shorten, jumps back count once, catches rank and prolong nothing', () => {
  const guarded = { try: [{ a: call }], catch: { do: [{ b: call }] } };
  const ranks = ranksOf([
    { choose: { switch: [{ far: { when: '${ .x }', then: 'd' } }, { near: { then: 'c' } }] } },
    { skipped: { ...call, then: 'end' } },
    { c: { ...call, then: 'choose' } },
    { guarded },
    { d: call },
  ]);
  expect(ranks).toMatchObject({ choose: 2, skipped: 10, c: 2, 'guarded/a': 6, guarded: 6, 'guarded/b': 8, d: 1 });
});

test('the rank of the first task of a random graph is its critical path', () => {
  const graph = fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.array(fc.nat())), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(graph, (tasks) => {
      const after = tasks.map(([, wishes], index) => [
        ...new Set(index === 0 ? [] : wishes.map((wish) => wish % index)),
      ]);
      const branches = tasks.map((_, index) => ({
        [`t${index}`]: { ...call, metadata: { after: (after[index] ?? []).map((one) => `t${one}`) } },
      }));
      const program = programOf([{ graph: { fork: { branches } } }]);
      const ranks = upwardRanks(program, ({ name }) => tasks[Number(name.slice(1))]?.[0] ?? 0);
      const ends = tasks.reduce<readonly number[]>(
        (done, [length], index) => [
          ...done,
          length + Math.max(0, ...(after[index] ?? []).map((one) => done[one] ?? 0)),
        ],
        [],
      );
      expect(ranks[program.tasks.find(({ kind }) => kind === 'fork')?.index ?? -1]).toBe(Math.max(...ends));
    }),
    { numRuns: 100 },
  );
});
