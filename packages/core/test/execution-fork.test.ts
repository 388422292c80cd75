/** `fork`: branches at the same time, a graph by `metadata.after`, or a race. */
import { describe, expect, it } from 'vitest';
import { pending, simulate, type SimulatedExecution } from '@batonhq/testing/core';

type Branch = readonly [name: string, task: object];

const call = (after: readonly string[] = [], more: object = {}): object => ({
  call: 'work',
  ...more,
  metadata: { after, ...('metadata' in more ? (more.metadata as object) : {}) },
});

function fork(
  branches: readonly Branch[],
  more: object = {},
  { compete }: { readonly compete: boolean } = { compete: false },
): SimulatedExecution {
  const list = branches.map(([name, task]) => ({ [name]: task }));
  return simulate([{ all: { fork: { branches: list, compete }, ...more } }], { reload: true });
}

const open = (execution: SimulatedExecution): readonly string[] =>
  [...execution.open.keys()].map((key) => key.replace('all/', ''));

describe('a fork', () => {
  it('starts every branch at once and joins them in declaration order', () => {
    const execution = fork([
      ['a', call()],
      ['b', call()],
      ['c', call()],
    ]);
    expect(open(execution)).toEqual(['a', 'b', 'c']);
    execution.complete('all/c', 3).complete('all/a', 1);
    expect(execution.result).toEqual({ phase: 'running' });
    expect(execution.complete('all/b', 2).result).toEqual({ phase: 'completed', output: [1, 2, 3] });
  });

  it('gives every branch the same input', () => {
    const execution = simulate(
      [
        {
          all: {
            input: { from: '.x' },
            fork: { branches: [{ a: { set: '${ [., 1] }' } }, { b: { set: '${ [., 2] }' } }] },
          },
        },
      ],
      { input: { x: 0 } },
    );
    expect(execution.result).toMatchObject({
      output: [
        [0, 1],
        [0, 2],
      ],
    });
  });

  it('faults when a branch does, and abandons the others', () => {
    const execution = fork([
      ['a', call()],
      ['b', call()],
      ['c', { set: { x: 1 } }],
    ]);
    execution.fail('all/a');
    expect(execution.of('task.cancelled').map(({ task }) => task)).toEqual(['all/b']);
    expect(execution.aborted).toEqual(['all/b']);
    expect(execution.result).toMatchObject({ phase: 'faulted' });
  });

  it('hands out nothing of what a fault in the same moment abandons', () => {
    const execution = fork([
      ['a', { raise: { error: { type: 'https://e.com', status: 400 } } }],
      ['b', call()],
    ]);
    expect([...execution.open.keys()]).toEqual([]);
    expect(execution.result).toMatchObject({ phase: 'faulted' });
  });

  it('ends a branch that says end, not the workflow', () => {
    const ends = { do: [{ x: { set: { n: 1 }, then: 'end' } }, { y: { set: { n: 2 } } }] };
    expect(
      fork([
        ['a', ends],
        ['b', { set: { n: 3 } }],
      ]).result,
    ).toMatchObject({ output: [{ n: 1 }, { n: 3 }] });
  });

  it('lets what flowed in through a branch that is skipped', () => {
    expect(
      fork([
        ['a', { if: 'false', set: { x: 1 } }],
        ['b', { set: { n: 3 } }],
      ]).result,
    ).toMatchObject({ output: [{}, { n: 3 }] });
  });

  it('can stand in a fork, and jump inside a branch', () => {
    const inner = { fork: { branches: [{ x: { set: { n: 1 } } }, { y: { call: 'work' } }] } };
    const loops = {
      do: [{ n: { set: '${ {n: (.n // 0) + 1} }' } }, { s: { switch: [{ again: { when: '.n < 3', then: 'n' } }] } }],
    };
    const execution = fork([
      ['deep', inner],
      ['loops', loops],
    ]);
    expect(execution.complete('all/deep/y', 5).result).toMatchObject({ output: [[{ n: 1 }, 5], { n: 3 }] });
  });
});

describe('after', () => {
  it('makes a branch wait for the ones it names, and start the moment they have ended', () => {
    const execution = fork([
      ['last', call(['left', 'right'])],
      ['left', call(['first'])],
      ['right', call(['first'])],
      ['first', call()],
    ]);
    expect(open(execution)).toEqual(['first']);
    expect(open(execution.complete('all/first', 0))).toEqual(['left', 'right']);
    expect(open(execution.complete('all/right', 2))).toEqual(['left']);
    expect(open(execution.complete('all/left', 1))).toEqual(['last']);
    expect(execution.complete('all/last', 9).result).toMatchObject({ output: [9, 1, 2, 0] });
  });

  const exporting = (name: string, after: readonly string[] = []): Branch => [
    name,
    { set: { from: name, saw: '${ $context }' }, export: { as: `$context + {"${name}": .from}` }, metadata: { after } },
  ];

  it('shows a branch the exports of its ancestors, and of nobody else', () => {
    const execution = fork([exporting('a'), exporting('b'), exporting('c', ['a']), exporting('d', ['c'])]);
    const saw = execution.state.output;
    expect(saw).toEqual([
      { from: 'a', saw: {} },
      { from: 'b', saw: {} },
      { from: 'c', saw: { a: 'a' } },
      { from: 'd', saw: { a: 'a', c: 'c' } },
    ]);
    expect(execution.state.context).toEqual({ a: 'a', b: 'b', c: 'c', d: 'd' });
  });

  it('merges in declaration order, whoever ended first; members a branch left alone stay', () => {
    const writes = (n: number): object => ({
      call: 'work',
      export: { as: `$context + {shared: ${n}, own${n}: true}` },
    });
    const execution = simulate([
      { before: { set: { x: 1 }, export: { as: '{kept: 1, shared: 0}' } } },
      { all: { fork: { branches: [{ a: writes(1) }, { b: writes(2) }, { c: { set: { x: 1 } } }] } } },
    ]);
    execution.complete('all/b').complete('all/a');
    expect(execution.state.context).toEqual({ kept: 1, shared: 2, own1: true, own2: true });
  });

  it('lets a branch remove a member, and replace a context that is no object', () => {
    const removing = simulate([
      { before: { set: { x: 1 }, export: { as: '{gone: 1, kept: 2}' } } },
      { all: { fork: { branches: [{ a: { set: { x: 1 }, export: { as: '{kept: 2}' } } }] } } },
    ]);
    expect(removing.state.context).toEqual({ kept: 2 });
    const replacing = fork([
      ['a', { set: { x: 1 }, export: { as: '7' } }],
      ['b', { set: { x: 1 } }],
    ]);
    expect(replacing.state.context).toBe(7);
    expect(fork([['a', { set: { x: 1 }, export: { as: 'null' } }]]).state.context).toBeNull();
  });

  it('keeps exports inside a branch that is itself a fork', () => {
    const inner = {
      fork: {
        branches: [
          { x: { set: { n: 1 }, export: { as: '$context + {x: 1}' } } },
          { y: { set: { saw: '${ $context }' }, metadata: { after: ['x'] } } },
        ],
      },
    };
    const execution = fork([['deep', inner], ['flat', { set: { saw: '${ $context }' } }], exporting('next', ['deep'])]);
    expect(execution.state.output).toMatchObject([[{ n: 1 }, { saw: { x: 1 } }], { saw: {} }, { saw: { x: 1 } }]);
    expect(execution.state.context).toEqual({ x: 1, next: 'next' });
  });

  it('shows the exports of its branches to the fork itself', () => {
    const execution = fork([exporting('a'), exporting('b')], {
      output: { as: '$context' },
      export: { as: '{joined: $context}' },
    });
    expect(execution.state.output).toEqual({ a: 'a', b: 'b' });
    expect(execution.state.context).toEqual({ joined: { a: 'a', b: 'b' } });
  });

  const caught = { try: [{ bad: { call: 'work' } }], catch: { do: [{ over: { set: { n: 0 } } }] } };

  it('starts a branch although an ancestor was skipped, without its exports', () => {
    const execution = fork([['a', { if: 'false', set: { x: 1 }, export: { as: '{a: 1}' } }], exporting('b', ['a'])]);
    expect(execution.state.output).toMatchObject([{}, { from: 'b', saw: {} }]);
  });

  it('starts a branch after an ancestor that caught its fault', () => {
    const execution = fork([
      ['a', caught],
      ['b', call(['a'])],
    ]);
    expect(open(execution.fail('all/a/bad'))).toEqual(['b']);
  });

  it('skips a branch that requires what was skipped, and those that require it in turn', () => {
    const requires = (after: string): object => call([after], { metadata: { requires: true } });
    const execution = fork([
      ['a', { if: 'false', set: { x: 1 } }],
      ['b', requires('a')],
      ['c', requires('b')],
      ['d', call(['c'])],
    ]);
    expect(execution.of('task.skipped').map(({ task }) => task)).toEqual(['all/a', 'all/b', 'all/c']);
    expect(open(execution)).toEqual(['d']);
  });
});

describe('a race', () => {
  it('is won by the first branch to complete; the others are abandoned', () => {
    const execution = fork(
      [
        ['a', call()],
        ['b', call()],
        ['c', { wait: { seconds: 9 } }],
      ],
      {},
      { compete: true },
    );
    execution.complete('all/b', 'b');
    expect(execution.result).toEqual({ phase: 'completed', output: 'b' });
    expect(execution.aborted).toEqual(['all/a']);
    expect(execution.timers.size).toBe(0);
  });

  it('goes on when a branch faults, and faults when all do', () => {
    const execution = fork(
      [
        ['a', call()],
        ['b', call()],
      ],
      {},
      { compete: true },
    );
    expect(execution.fail('all/a').result).toEqual({ phase: 'running' });
    expect(execution.fail('all/b').result).toMatchObject({ phase: 'faulted' });
  });

  it('lets the input through when nobody wins and not all faulted, in whatever order they end', () => {
    const skipped = { if: 'false', set: { x: 1 } };
    for (const branches of [
      [
        ['a', skipped],
        ['b', call()],
      ],
      [
        ['b', call()],
        ['a', skipped],
      ],
    ] as const) {
      const execution = fork(branches, {}, { compete: true });
      expect(execution.fail('all/b').result).toMatchObject({ phase: 'completed', output: {} });
    }
  });

  it('has one winner although more complete in the same moment, and merges only what that one exported', () => {
    const quick = (n: number): object => ({ do: [{ x: { set: { n }, export: { as: `$context + {n${n}: ${n}}` } } }] });
    const execution = fork(
      [
        ['a', quick(1)],
        ['b', quick(2)],
      ],
      {},
      { compete: true },
    );
    expect(execution.result).toEqual({ phase: 'completed', output: { n: 1 } });
    expect(execution.state.context).toEqual({ n1: 1 });
  });

  it('is decided while the execution is paused, and goes on when it is resumed', () => {
    const execution = simulate(
      [{ all: { fork: { compete: true, branches: [{ a: call() }, { b: call() }] } } }, { next: { call: 'next' } }],
      { functions: { next: () => pending } },
    );
    execution.deliver({ kind: 'pause' });
    execution.complete('all/b', 'b');
    expect(execution.aborted).toEqual(['all/a']);
    expect([...execution.open.keys()]).toEqual([]);
    execution.deliver({ kind: 'resume' });
    expect([...execution.open.keys()]).toEqual(['next']);
  });
});
