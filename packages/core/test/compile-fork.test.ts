/** The graph of a fork: who comes after whom, who sees whose exports, and which orders make no sense. */
import { describe, expect, it } from 'vitest';
import { compiled, programFor, taskAt } from './compiled.ts';

const branch = (name: string, after: readonly string[] = [], more: object = {}): object => ({
  [name]: { set: { x: 1 }, ...(after.length > 0 && { metadata: { after } }), ...more },
});

const fork = (branches: readonly object[], more: object = {}): readonly object[] => [
  { plan: { fork: { branches, ...more } } },
];

describe('branches', () => {
  it('know what comes before and after them, in declaration order', () => {
    const program = programFor(
      fork([branch('d', ['b', 'c']), branch('c', ['a']), branch('b', ['a', 'a']), branch('a')]),
    );
    expect(taskAt(program, 'plan', 'fork').branches).toMatchObject([
      { name: 'd', after: [1, 2], ancestors: [1, 2, 3], successors: [] },
      { name: 'c', after: [3], ancestors: [3], successors: [0] },
      { name: 'b', after: [3], ancestors: [3], successors: [0] },
      { name: 'a', after: [], ancestors: [], successors: [1, 2] },
    ]);
  });

  it('may not wait for each other', () => {
    const { problems } = compiled(fork([branch('a', ['b']), branch('b', ['c']), branch('c', ['b'])]));
    expect(problems).toEqual([
      '/do/0/plan/fork/branches/1/b/metadata/after: these branches wait for each other: "b" after "c" after "b"',
    ]);
    expect(compiled(fork([branch('a', ['a'])])).problems).toEqual([expect.stringContaining('"a" after "a"')]);
  });

  it('wait for branches of their own fork only', () => {
    const inner = { plan: { fork: { branches: [branch('a'), { b: { fork: { branches: [branch('c', ['a'])] } } }] } } };
    expect(compiled([inner]).problems).toEqual([
      '/do/0/plan/fork/branches/1/b/fork/branches/0/c/metadata/after/0: there is no branch "a" in this fork',
    ]);
  });

  it('compete without an order', () => {
    expect(compiled(fork([branch('a'), branch('b', ['a'])], { compete: true })).problems).toEqual([
      '/do/0/plan/fork/branches/1/b/metadata/after: branches that compete all start at once',
    ]);
  });

  it('are found by name', () => {
    const { branchByName } = taskAt(programFor(fork([branch('a'), branch('b')])), 'plan', 'fork');
    expect([...branchByName]).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
    expect(compiled(fork([branch('a'), branch('a')])).problems).toEqual([
      '/do/0/plan/fork/branches/1/a: there is already a branch "a"',
    ]);
  });

  it('end when their task does: "exit" and "end" go no further, names go nowhere', () => {
    const program = programFor(fork([branch('a', [], { then: 'end' }), branch('b', [], { then: 'exit' })]));
    expect(taskAt(program, 'plan/a', 'set').then).toEqual({ kind: 'continue' });
    expect(taskAt(program, 'plan/b', 'set').then).toEqual({ kind: 'continue' });
    expect(compiled(fork([branch('a', [], { then: 'b' }), branch('b')])).problems).toHaveLength(1);
  });

  it('are compiled a thousand at once in a chain and in a star', () => {
    const chain = Array.from({ length: 1000 }, (_, index) => branch(`b${index}`, index === 0 ? [] : [`b${index - 1}`]));
    const program = programFor(fork(chain));
    expect(taskAt(program, 'plan', 'fork').branches.at(-1)?.ancestors).toHaveLength(999);
  });
});

describe('$context in a branch', () => {
  const using = (expression: string, after: readonly string[]): readonly string[] =>
    compiled(
      fork([
        branch('first'),
        branch('second', ['first']),
        { third: { set: { x: `\${ ${expression} }` }, metadata: { after } } },
      ]),
    ).problems;

  it.each(['$context.second', '$context["second"]', '$context."second"', '$context | . + $context.second.x'])(
    '%s needs "second" before it',
    (expression) => {
      expect(using(expression, ['second'])).toEqual([]);
      expect(using(expression, ['first'])).toEqual([expect.stringContaining('"third" does not come after "second"')]);
    },
  );

  it('reaches through what comes before', () => expect(using('$context.first', ['second'])).toEqual([]));

  it('is checked in all that stands inside the branch', () => {
    const deep = {
      other: { do: [{ s: { fork: { branches: [{ t: { call: 'f', with: { x: '${ $context.first }' } } }] } } }] },
    };
    expect(compiled(fork([branch('first'), deep])).problems).toEqual([
      expect.stringMatching(/^\/do\/0\/plan\/fork\/branches\/1\/other\/do\/0\/s\/.*"first"/),
    ]);
  });

  describe('of the name of a branch that does not come before', () => {
    const uses = { use: { set: { x: '${ $context.first }' } } };
    const problems = (before: object, own: object = uses) =>
      compiled([before, { plan: { fork: { branches: [branch('first', [], { export: { as: { first: 1 } } }), own] } } }])
        .problems;

    it.each<unknown>([
      { first: '${ .x }' },
      '${ {first: .x} }',
      '${ $context + { "first": .x, other: 2 } }',
      '${ . }',
      '${ {other: 1} + . }',
      '$output',
    ])('is fine when %j was exported before the fork', (as) =>
      expect(problems({ before: { set: { x: 1 }, export: { as } } })).toEqual([]),
    );

    it.each<unknown>([{ other: 1 }, '${ {other: .x} }', '${ $context + {other: .x} }'])(
      'is a mistake when only %j was',
      (as) =>
        expect(problems({ before: { set: { x: 1 }, export: { as } } })).toEqual([
          expect.stringContaining('"use" does not come after "first"'),
        ]),
    );

    it('is fine when the branch exports it itself', () => {
      const own = { do: [{ note: { set: { x: 1 }, export: { as: { first: 1 } } } }, uses] };
      expect(problems({ before: { set: { x: 1 } } }, { own })).toEqual([]);
    });
  });

  it('may name anything else', () => expect(using('$context.third.fourth + $context.second2', ['first'])).toEqual([]));
});
