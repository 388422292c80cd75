/** An execution that is branched off goes on from a point of another one: what was done counts, the rest happens anew. */
import {
  cutBefore,
  effectsAmong,
  previewBranch,
  retryPoint,
  tasksNamed,
  tasksOf,
  type Json,
  type Past,
} from '@batonhq/core';
import { simulate, SimulatedExecution, type SimulatedFunctions } from '@batonhq/testing/core';
import { describe, expect, it } from 'vitest';

const origin = { tenant: 'local', user: 'ada', priority: 5 };

function branchOff(
  original: SimulatedExecution,
  from: string,
  { input, functions = {} }: { readonly input?: Json; readonly functions?: SimulatedFunctions } = {},
): SimulatedExecution {
  const cut = cutBefore(original.program, original.events, from);
  if (cut === null) throw new RangeError(`${from} never began`);
  const past: Past = { ...cut.past, ...(input !== undefined && { input }) };
  const branch = new SimulatedExecution({ program: original.program, id: 'y', functions, reload: true });
  branch.now = original.now + 1_000;
  branch.deliver({
    kind: 'start',
    id: 'y',
    definition: original.program.reference,
    input: original.state.input,
    origin: { ...origin, branchedFrom: { execution: original.id, seq: cut.seq } },
    past,
  });
  return branch;
}

/** Functions that tell who called them. */
function told(): { readonly calls: string[]; readonly functions: SimulatedFunctions } {
  const calls: string[] = [];
  const answer = (input: Json, order: { readonly id: string }): Json => {
    calls.push(order.id);
    return `${order.id} of ${JSON.stringify(input)}`;
  };
  return { calls, functions: { f: answer, g: answer, h: answer } };
}

const three = [{ a: { call: 'f' } }, { b: { call: 'g' } }, { c: { call: 'h' } }];

describe('a sequence', () => {
  it('goes on at the task, with what flowed into it and new idempotency keys', () => {
    const original = simulate(three, { input: 1, functions: told().functions });
    original.finish();
    const { calls, functions } = told();
    const branch = branchOff(original, 'b', { functions });
    expect([...branch.open.values()]).toMatchObject([{ id: 'b', idempotencyKey: 'y:b', attempt: 1 }]);
    expect(branch.finish()).toEqual(original.result);
    expect(calls).toEqual(['b', 'c']);
    expect(tasksOf(branch.events).map(({ reference, phase }) => [reference, phase])).toEqual([
      ['a', 'completed'],
      ['b', 'completed'],
      ['c', 'completed'],
    ]);
  });

  it('takes another value into the task', () => {
    const original = simulate(three, { input: 1, functions: told().functions });
    original.finish();
    const branch = branchOff(original, 'b', { input: { edited: true }, functions: told().functions });
    expect(branch.finish()).toMatchObject({ output: expect.stringContaining('edited') });
  });

  it('is branched off from a branch, before and after where that began', () => {
    const original = simulate(three, { input: 1, functions: told().functions });
    original.finish();
    const first = branchOff(original, 'b', { functions: told().functions });
    first.finish();
    for (const from of ['a', 'b', 'c']) {
      const { calls, functions } = told();
      const second = branchOff(first, from, { functions });
      expect(second.finish()).toEqual(original.result);
      expect(calls).toEqual(['a', 'b', 'c'].slice(['a', 'b', 'c'].indexOf(from)));
    }
  });
});

describe('what goes on beside the task', () => {
  const plan = [
    {
      plan: {
        fork: {
          branches: [
            { left: { call: 'f', export: { as: '${ $context + { left: . } }' } } },
            { right: { call: 'g', export: { as: '${ $context + { right: . } }' } } },
            { after: { call: 'h', metadata: { after: ['left'] } } },
          ],
        },
      },
    },
  ];

  it('is kept when it does not come after the task, and done again when it does', () => {
    const original = simulate(plan, { functions: told().functions });
    original.finish();
    const { calls, functions } = told();
    const branch = branchOff(original, 'plan/left', { functions });
    expect(branch.finish()).toEqual(original.result);
    expect(calls).toEqual(['plan/left', 'plan/after']);
  });

  it('is done again when it had not completed', () => {
    const original = simulate(plan, {});
    original.complete('plan/left', 1);
    const { calls, functions } = told();
    const branch = branchOff(original, 'plan/after', { functions });
    expect([...branch.open.keys()].toSorted()).toEqual(['plan/after', 'plan/right']);
    const cut = cutBefore(original.program, original.events, 'plan/after');
    expect(effectsAmong(cut?.left ?? []).map(({ step, became }) => `${step} ${became}`)).toEqual([
      'plan/right unknown',
      'plan/after unknown',
    ]);
    branch.finish();
    expect(calls.toSorted()).toEqual(['plan/after', 'plan/right']);
  });

  it('is looked at before: what flows into a branch is what flows into the fork', () => {
    const original = simulate(plan, { input: 1, functions: told().functions });
    original.finish();
    expect(previewBranch(original.program, original.events, 'plan/after')).toMatchObject({
      from: 'plan/after',
      input: 1,
      repeats: [{ step: 'plan/after', became: 'completed' }],
      undone: [],
      retryPoint: null,
    });
    expect(previewBranch(original.program, original.events, 'plan/never')).toBeNull();
  });

  it('gives a branch a value of its own', () => {
    const original = simulate(plan, { input: 1, functions: told().functions });
    original.finish();
    const branch = branchOff(original, 'plan/after', { input: 'mine', functions: told().functions });
    expect(branch.finish().output).toMatchObject(
      [/left of 1/, /right of 1/, /after of "mine"/].map((m) => expect.stringMatching(m)),
    );
  });
});

describe('time and messages', () => {
  it('arms timers anew, from now on', () => {
    const original = simulate(
      {
        do: [
          {
            outer: { do: [{ a: { call: 'f' } }, { w: { wait: { seconds: 5 } } }], timeout: { after: { seconds: 60 } } },
          },
        ],
        timeout: { after: { minutes: 5 } },
      },
      { functions: told().functions },
    );
    original.finish();
    const branch = branchOff(original, 'outer/w');
    expect([...branch.timers].map(([timer, due]) => [timer, due - branch.now])).toEqual([
      ['timeout:', 300_000],
      ['timeout:outer', 60_000],
      ['wait:outer/w', 5_000],
    ]);
    expect(branch.finish()).toMatchObject({ phase: 'completed' });
  });

  it('listens again, and hears nothing that was said to the original', () => {
    const original = simulate([{ l: { listen: { to: { one: { with: { type: 'go' } } } } } }, { a: { call: 'f' } }], {
      functions: told().functions,
    });
    original.signal('go', 1).signal('go', 2).finish();
    const branch = branchOff(original, 'l', { functions: told().functions });
    expect(branch.waiting).toMatchObject([{ kind: 'event', types: ['go'] }]);
    expect(branch.signal('go', 3).finish().phase).toBe('completed');
  });
});

describe('locks', () => {
  it('are asked for anew, also beside the task', () => {
    const branches = [
      { left: { do: [{ a: { call: 'f' } }, { b: { call: 'g' } }], metadata: { lock: { key: 'till' } } } },
      { right: { do: [{ c: { call: 'f' } }, { d: { call: 'g' } }] } },
    ];
    const original = simulate([{ both: { fork: { branches } } }]);
    for (const step of Array.from(original.open.keys()))
      original.complete(step, step.includes('right') ? 1 : { token: 7 });
    original.complete('both/left/left/a', 1);
    const branch = branchOff(original, 'both/right/d');
    expect(branch.of('lock.acquired')).toEqual([]);
    expect(branch.waiting).toContainEqual(expect.objectContaining({ kind: 'lock', key: 'till' }));
  });
});

describe('loops and attempts', () => {
  it('goes on in an iteration with what the ones before it put out', () => {
    const loop = [
      { loop: { for: { each: 'item', in: '${ [1, 2, 3] }' }, do: [{ a: { call: 'f', with: { it: '${ $item }' } } }] } },
    ];
    const original = simulate(loop, { functions: told().functions });
    original.finish();
    const { calls, functions } = told();
    const branch = branchOff(original, 'loop[1]/a', { functions });
    expect(branch.finish()).toEqual(original.result);
    expect(calls).toEqual(['loop[1]/a', 'loop[2]/a']);
  });

  it('goes on in the catch of a try, which sees the fault', () => {
    const guarded = [
      {
        guarded: {
          try: [{ bad: { raise: { error: { type: 'https://example.com/teapot', status: 418, title: 'teapot' } } } }],
          catch: { as: 'why', do: [{ note: { call: 'f', with: { status: '${ $why.status }' } } }] },
        },
      },
    ];
    const original = simulate(guarded, { functions: told().functions });
    original.finish();
    const branch = branchOff(original, 'guarded:catch/note', { functions: told().functions });
    expect(branch.finish()).toEqual(original.result);
    expect(original.result.output).toContain('418');
  });
});

describe('compensation', () => {
  const trip = {
    use: { functions: { unbook: { call: 'h' } } },
    do: [{ book: { call: 'f', metadata: { compensate: 'unbook' } } }, { pay: { call: 'g' } }],
  };

  it('of what the original did stays with the original', () => {
    const original = simulate(trip, { functions: told().functions });
    original.finish();
    const branch = branchOff(original, 'pay');
    branch.fail('pay').finish();
    expect(branch.of('compensation.started')).toEqual([]);
    expect(branch.result.phase).toBe('faulted');
  });

  it('makes a retry begin where the first undone work began', () => {
    const original = simulate(trip, {});
    original.complete('book', 1).fail('pay');
    original.complete('book:undo', null);
    expect(original.result.phase).toBe('faulted');
    expect(retryPoint(original.events)).toBe('book');
    const cut = cutBefore(original.program, original.events, 'book');
    expect(effectsAmong(cut?.left ?? [])).toMatchObject([
      { step: 'book', became: 'undone' },
      { step: 'pay', became: 'faulted' },
      { step: 'book:undo' },
    ]);
  });
});

describe('finding the point', () => {
  it('blames the innermost task that carried the fault out, not one that was caught before', () => {
    const original = simulate(
      [
        { calm: { try: [{ x: { call: 'f' } }], catch: {} } },
        { outer: { do: [{ inner: { do: [{ x: { call: 'f' } }] } }] } },
      ],
      {},
    );
    original.fail('calm/x');
    original.fail('outer/inner/x');
    expect(retryPoint(original.events)).toBe('outer/inner/x');
  });

  it('is null when no task is to blame', () => {
    const original = simulate({ do: [{ w: { wait: { seconds: 50 } } }], timeout: { after: { seconds: 5 } } }, {});
    original.finish();
    expect(original.result.phase).toBe('faulted');
    expect(retryPoint(original.events)).toBeNull();
  });

  it('knows tasks by reference, and by name where that is enough', () => {
    const original = simulate([{ a: { do: [{ x: { call: 'f' } }] } }, { b: { do: [{ x: { call: 'f' } }] } }], {
      functions: told().functions,
    });
    original.finish();
    expect(tasksNamed(original.events, 'a/x')).toEqual(['a/x']);
    expect(tasksNamed(original.events, 'b')).toEqual(['b']);
    expect(tasksNamed(original.events, 'x')).toEqual(['a/x', 'b/x']);
    expect(tasksNamed(original.events, 'nothing')).toEqual([]);
  });
});
