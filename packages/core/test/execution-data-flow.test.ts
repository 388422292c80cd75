/** Data goes from task to task: input.from, output.as, export.as, the variables, and what their schemas refuse. */
import { describe, expect, it } from 'vitest';
import { pending, simulate } from '@batonhq/testing/core';

const text = { schema: { document: { type: 'string' } } };

describe('what flows', () => {
  it('is the input of the workflow first, then the output of each task', () => {
    const { result } = simulate([{ a: { set: '${ {n: .n + 1} }' } }, { b: { set: '${ {n: .n * 10} }' } }], {
      input: { n: 1 },
    });
    expect(result).toEqual({ phase: 'completed', output: { n: 20 } });
  });

  it('can be null, at every place where it could be mistaken for nothing', () => {
    const definition = {
      do: [
        { call: { call: 'nothing', with: { of: '${ . }' } } },
        {
          inner: {
            input: { from: '$context.gone' },
            do: [{ kept: { set: { was: '${ . }' }, export: { as: 'null' } } }],
          },
        },
        { last: { set: { context: '${ $context }' }, output: { as: '.context' } } },
      ],
      output: { as: '$context' },
    };
    const execution = simulate(definition, { input: { a: 1 }, functions: { nothing: () => null }, reload: true });
    execution.finish();
    expect(execution.of('task.completed').map(({ task, output }) => [task, output])).toEqual([
      ['call', null],
      ['inner/kept', { was: null }],
      ['inner', undefined],
      ['last', null],
    ]);
    expect(execution.result).toEqual({ phase: 'completed', output: null });
  });

  it('is transformed on the way in and on the way out, and the task sees both', () => {
    const execution = simulate(
      [
        {
          twice: {
            input: { from: '.inner' },
            call: 'double',
            with: { n: '${ .n }', raw: '${ $task.input.inner.n }' },
            output: { as: '{result: ., given: $input}' },
          },
        },
      ],
      { input: { inner: { n: 4 } }, functions: { double: (input) => input } },
    );
    execution.finish();
    expect(execution.result).toEqual({ phase: 'completed', output: { result: { n: 4, raw: 4 }, given: { n: 4 } } });
  });

  it('is the raw input again when a task puts out nothing of its own', () => {
    const { result } = simulate([{ pause: { input: { from: '.x' }, wait: { seconds: 0 } } }], { input: { x: 3 } });
    expect(result).toEqual({ phase: 'completed', output: 3 });
  });
});

it('can be null from the start', () => {
  const execution = simulate(
    { input: { from: '.gone' }, do: [{ a: { set: '${ [., $workflow.input] }' } }] },
    { input: { n: 1 } },
  );
  expect(execution.of('execution.started')[0]?.value).toBeNull();
  expect(execution.result).toMatchObject({ output: [null, { n: 1 }] });
});

describe('the context', () => {
  it('is what the last export said, and is empty before', () => {
    const { result } = simulate([
      { first: { set: { n: 1 }, export: { as: '{seen: [$context, .]}' } } },
      { second: { set: { n: 2 }, export: { as: '$context + {and: $output.n}' } } },
      { last: { set: '${ $context }' } },
    ]);
    expect(result).toEqual({ phase: 'completed', output: { seen: [{}, { n: 1 }], and: 2 } });
  });

  it('is transformed from the transformed output', () => {
    const { result } = simulate([
      { a: { set: { n: 1 }, output: { as: '.n' }, export: { as: '{n: .}' } } },
      { b: { set: '${ $context }' } },
    ]);
    expect(result).toMatchObject({ output: { n: 1 } });
  });
});

describe('variables', () => {
  it('tell about the task and the workflow', () => {
    const execution = simulate(
      {
        do: [
          {
            tell: {
              set: {
                name: '${ $task.name }',
                at: '${ $task.reference }',
                id: '${ $workflow.id }',
                input: '${ $workflow.input }',
                runtime: '${ $runtime.name }',
              },
            },
          },
        ],
      },
      { input: { n: 1 }, id: 'e1' },
    );
    expect(execution.result).toMatchObject({
      output: { name: 'tell', at: '/do/0/tell', id: 'e1', input: { n: 1 }, runtime: 'baton' },
    });
  });

  it('show the workflow its transformed input when it ends', () => {
    const { result } = simulate(
      { input: { from: '.a' }, do: [{ b: { set: { x: 1 } } }], output: { as: '{in: $input, out: .}' } },
      { input: { a: 5 } },
    );
    expect(result).toMatchObject({ output: { in: 5, out: { x: 1 } } });
  });
});

describe('a value that is not valid', () => {
  const validation = { type: expect.stringContaining('/validation'), status: 400 };

  it('faults the execution when it is its input, and the fault is on record', () => {
    const execution = simulate({ input: text, do: [{ a: { set: { x: 1 } } }] }, { input: { no: 'text' } });
    expect(execution.kinds()).toEqual(['execution.started', 'execution.faulted']);
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: validation });
  });

  it('faults the task when it is its input, its output or its context', () => {
    for (const member of ['input', 'output', 'export'] as const) {
      const execution = simulate(
        [{ a: { set: { x: 1 }, [member]: { ...text, ...(member === 'export' && { as: '.' }) } } }],
        { input: { n: 1 } },
      );
      expect(execution.result).toMatchObject({
        phase: 'faulted',
        fault: { ...validation, instance: '/do/0/a' },
      });
    }
  });

  it('faults the execution when it is its output', () => {
    const { result } = simulate({ do: [{ a: { set: { x: 1 } } }], output: text });
    expect(result).toMatchObject({ phase: 'faulted', fault: validation });
  });
});

describe('an expression that fails', () => {
  it('faults its task with its place, wherever it stands', () => {
    for (const task of [
      { if: 'error("no")', set: { x: 1 } },
      { input: { from: 'error("no")' }, set: { x: 1 } },
      { set: { x: '${ error("no") }' } },
      { set: { x: 1 }, output: { as: 'error("no")' } },
      { set: { x: 1 }, export: { as: 'error("no")' } },
      { call: 'f', with: { x: '${ error("no") }' } },
      { call: 'f', output: { as: 'error("no")' } },
      { wait: '${ "soon" }' },
      { for: { in: '{}' }, do: [{ b: { set: { x: 1 } } }] },
      { for: { in: '[1]' }, while: 'error("no")', do: [{ b: { set: { x: 1 } } }] },
    ]) {
      const execution = simulate([{ a: task }], { functions: { f: () => 1 } });
      execution.finish();
      expect({ task, ...execution.result }).toMatchObject({
        phase: 'faulted',
        fault: { type: expect.stringContaining('/expression'), instance: '/do/0/a' },
      });
    }
  });

  it('faults the execution when it is the one for its output', () => {
    const { result } = simulate({ do: [{ a: { set: { x: 1 } } }], output: { as: 'error("no")' } });
    expect(result).toMatchObject({ phase: 'faulted', fault: { type: expect.stringContaining('/expression') } });
  });
});

it('calls what is named with what is written, and the whole input without "with"', () => {
  const seen: unknown[] = [];
  const look = (input: unknown): typeof pending => {
    seen.push(input);
    return pending;
  };
  simulate([{ a: { call: 'look' } }], { input: { n: 1 }, functions: { look } }).finish();
  simulate([{ a: { call: 'look', with: { m: '${ .n }' } } }], { input: { n: 1 }, functions: { look } }).finish();
  expect(seen).toEqual([{ n: 1 }, { m: 1 }]);
});

describe('what did not change', () => {
  it('is left out of events whether or not the state was reloaded in between', () => {
    const tasks = [
      { first: { call: 'f', output: { as: '$context' }, export: { as: '{ n: 1 }' } } },
      { second: { call: 'f', input: { from: '$context' }, export: { as: '. + {}' } } },
      { third: { set: { n: 1 }, input: { from: '{ n: 1 }' } } },
    ];
    const functions = { f: () => ({ n: 1 }) };
    const [kept, reloaded] = [false, true].map((reload) => simulate(tasks, { functions, reload, input: { n: 1 } }));
    expect(reloaded?.events).toEqual(kept?.events);
  });
});
