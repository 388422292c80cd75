/** The flow: one task after the other unless a directive, an `if`, a `switch` or a fault says otherwise. */
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';

const note = (name: string, then?: string): Record<string, object> => ({
  [name]: { set: `\${ . + ["${name}"] }`, ...(then !== undefined && { then }) },
});

const path = (tasks: readonly object[]): unknown => simulate(tasks, { input: [] }).finish().output;

function tasksOf(execution: SimulatedExecution): readonly string[] {
  return execution.of('task.completed').map(({ task }) => task);
}

describe('then', () => {
  it('goes on to the next task by default', () => {
    expect(path([note('a'), note('b', 'continue'), note('c')])).toEqual(['a', 'b', 'c']);
  });

  it('jumps forward', () => {
    expect(path([note('a', 'c'), note('b'), note('c')])).toEqual(['a', 'c']);
  });

  it('ends the workflow from anywhere, completing what is around', () => {
    const inner = { inner: { do: [note('b', 'end'), note('c')] } };
    const execution = simulate([note('a'), { outer: { do: [inner, note('d')] } }, note('e')], { input: [] });
    expect(execution.result).toEqual({ phase: 'completed', output: ['a', 'b'] });
    expect(tasksOf(execution)).toEqual(['a', 'outer/inner/b', 'outer/inner', 'outer']);
  });

  it('exits its own list only', () => {
    expect(path([{ list: { do: [note('a', 'exit'), note('b')] } }, note('c')])).toEqual(['a', 'c']);
  });

  it('exits the workflow when it stands in its own list', () => {
    expect(path([note('a', 'exit'), note('b')])).toEqual(['a']);
  });

  it('jumps back, and every entry has a key of its own', () => {
    const execution = simulate(
      [
        { count: { set: '${ . + 1 }' } },
        { check: { switch: [{ again: { when: '. < 3', then: 'count' } }, { enough: { then: 'done' } }] } },
        { done: { set: '${ {n: .} }' } },
      ],
      { input: 0 },
    );
    expect(execution.result).toEqual({ phase: 'completed', output: { n: 3 } });
    expect(tasksOf(execution)).toEqual(['count', 'check', 'count#1', 'check#1', 'count#2', 'check#2', 'done#2']);
  });
});

describe('if', () => {
  it('skips the task and lets what flowed in flow on', () => {
    const execution = simulate([{ a: { if: '.skip | not', set: { x: 1 } } }, { b: { set: '${ {b: .} }' } }], {
      input: { skip: true },
    });
    expect(execution.of('task.skipped').map(({ task }) => task)).toEqual(['a']);
    expect(execution.result).toMatchObject({ output: { b: { skip: true } } });
  });

  it('goes on with the next task, whatever the directive of the skipped one', () => {
    expect(path([{ a: { if: 'false', set: '${ . }', then: 'end' } }, note('b')])).toEqual(['b']);
  });

  it('wants true itself', () => {
    expect(simulate([{ a: { if: '"true"', set: { x: 1 } } }], { input: 7 }).result).toMatchObject({ output: 7 });
  });

  it('is asked before the input is transformed or checked', () => {
    const task = { if: '.n == 1', input: { schema: { document: { type: 'string' } } }, set: { x: 1 } };
    expect(simulate([{ a: task }], { input: { n: 2 } }).result).toMatchObject({ phase: 'completed' });
  });
});

describe('switch', () => {
  const choose = (input: unknown): unknown =>
    simulate(
      [
        {
          pick: {
            switch: [
              { small: { when: '. < 10', then: 'low' } },
              { big: { when: '. > 100', then: 'end' } },
              { other: { then: 'high' } },
            ],
          },
        },
        { low: { set: { took: 'low' }, then: 'exit' } },
        { high: { set: { took: 'high' } } },
      ],
      { input: typeof input === 'number' ? input : 0 },
    ).result.output;

  it('takes the first case that holds, else the one without a condition', () => {
    expect([choose(5), choose(50), choose(500)]).toEqual([{ took: 'low' }, { took: 'high' }, 500]);
  });

  it('goes on when no case holds', () => {
    expect(path([{ s: { switch: [{ never: { when: 'false', then: 'end' } }] } }, note('a')])).toEqual(['a']);
  });

  it('knows continue and exit', () => {
    expect(path([{ list: { do: [{ s: { switch: [{ out: { then: 'exit' } }] } }, note('a')] } }, note('b')])).toEqual([
      'b',
    ]);
    expect(path([{ s: { switch: [{ on: { then: 'continue' } }] } }, note('a')])).toEqual(['a']);
  });

  it('goes where its case says although it has a then of its own', () => {
    expect(path([{ s: { switch: [{ c: { then: 'b' } }], then: 'end' } }, note('a'), note('b')])).toEqual(['b']);
  });
});

describe('raise', () => {
  it('faults with the error as written, and says where', () => {
    const execution = simulate(
      [
        {
          oops: {
            raise: { error: { type: 'https://example.com/e', status: 418, title: '${ "n " + .n }', detail: 'why' } },
          },
        },
      ],
      { input: { n: 'x' } },
    );
    expect(execution.result).toEqual({
      phase: 'faulted',
      fault: { type: 'https://example.com/e', status: 418, title: 'n x', detail: 'why', instance: '/do/0/oops' },
    });
    expect(execution.kinds()).toEqual(['execution.started', 'task.faulted', 'execution.faulted']);
  });
});

describe('names', () => {
  it('may hold every mark that keys use', () => {
    const names = ['a/b', 'c#1', 'd:undo', 'e[0]', 'f~0', 'g:1', '|h', 'k]', 'l[1]', '~5', 'i j', 'ü'];
    const execution = simulate(
      [{ fork: { fork: { branches: names.map((name) => ({ [name]: { do: [{ [name]: { call: 'f' } }] } })) } } }],
      { functions: { f: () => 1 }, reload: true },
    );
    expect(execution.finish()).toEqual({ phase: 'completed', output: names.map(() => 1) });
    expect(new Set(tasksOf(execution)).size).toBe(2 * names.length + 1);
  });
});
