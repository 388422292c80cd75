/** Extensions: which tasks they extend, what they see, what they change (nothing) and how they take a task's place. */
import { describe, expect, it } from 'vitest';
import { simulate, type SimulatedExecution } from '@batonhq/testing/core';
import type { Json } from '@batonhq/core';
import { jqEvaluator } from './jq-evaluator.ts';

interface Extended {
  readonly extensions: readonly object[];
  readonly tasks: readonly object[];
  readonly input?: Json;
  readonly functions?: object;
}

const log = (what: string): object => ({ tell: { call: 'log', with: { line: `\${ ${what} }` } } });

function extended({ extensions, tasks, input = {}, functions = {} }: Extended): {
  readonly execution: SimulatedExecution;
  readonly lines: readonly Json[];
} {
  const lines: Json[] = [];
  const execution = simulate(
    { use: { extensions, functions }, do: tasks },
    {
      input,
      evaluator: jqEvaluator(),
      reload: true,
      functions: {
        log: (given) => {
          lines.push(typeof given === 'object' && given !== null && 'line' in given ? given['line'] : given);
          return 'logged';
        },
        double: (given) => Number(given) * 2,
      },
    },
  );
  execution.finish();
  return { execution, lines };
}

describe('an extension', () => {
  it('does its tasks before and after, and changes nothing', () => {
    const { execution, lines } = extended({
      extensions: [
        { l: { extend: 'call', before: [log('"before \\($task.name) \\(.)"')], after: [log('"after \\(.)"')] } },
      ],
      tasks: [{ twice: { call: 'double', output: { as: '{ n: . }' } } }, { keep: { set: { got: '${ .n }' } } }],
      input: 21,
    });
    expect(execution.result).toEqual({ phase: 'completed', output: { got: 42 } });
    expect(lines).toEqual(['before twice 21', 'after 42']);
  });

  it('knows the extended task as $task, with the properties it was written with', () => {
    const { lines } = extended({
      extensions: [
        {
          l: {
            extend: 'set',
            before: [log('[$task.reference, $task.set.x, $task.definition.set.x, $task.output]')],
            after: [log('[$task.input, $task.output]')],
          },
        },
      ],
      tasks: [{ s: { set: { x: 1 } } }],
      input: 'in',
    });
    expect(lines).toEqual([
      ['/do/0/s', 1, 1, null],
      ['in', { x: 1 }],
    ]);
  });

  it('applies when its condition holds about the task, which is asked of what flowed in', () => {
    const { lines } = extended({
      extensions: [
        { l: { extend: 'all', when: '$task.name == "b" and . == 7', before: [log('"in"')], after: [log('"out"')] } },
      ],
      tasks: [{ a: { set: '${ 7 }' } }, { b: { set: '${ 8 }' } }, { c: { set: '${ 7 }' } }],
    });
    expect(lines).toEqual(['in', 'out']);
  });

  it('extends tasks of its kind only, wherever they stand', () => {
    const { lines } = extended({
      extensions: [
        { c: { extend: 'composite', before: [log('"composite \\($task.name)"')] } },
        { f: { extend: 'for', before: [log('"for \\($task.name)"')] } },
        { s: { extend: 'set', before: [log('"set \\($task.name)"')] } },
      ],
      tasks: [
        { group: { do: [{ loop: { for: { in: '[1, 2]' }, do: [{ inner: { set: '${ $item }' } }] } }] } },
        { race: { fork: { branches: [{ only: { set: { x: 1 } } }] } } },
      ],
    });
    expect(lines).toEqual(['composite group', 'for loop', 'set inner', 'set inner', 'composite race', 'set only']);
  });

  it('takes the place of the task by exit', () => {
    const { execution } = extended({
      extensions: [
        {
          mock: {
            extend: 'call',
            when: '($task.with.endpoint | startswith("https://mocked.example"))',
            before: [{ answer: { set: { status: 200 }, then: 'exit' } }, { never: { call: 'log' } }],
          },
        },
      ],
      tasks: [
        {
          get: {
            call: 'http',
            with: { method: 'get', endpoint: 'https://mocked.example/x' },
            output: { as: '.status' },
          },
        },
        { rest: { set: '${ . + 1 }' } },
      ],
    });
    expect(execution.result).toEqual({ phase: 'completed', output: 201 });
    expect(execution.of('step.claimed')).toEqual([]);
  });

  it('replaces the output by exit afterwards', () => {
    const { execution } = extended({
      extensions: [{ late: { extend: 'wait', after: [{ other: { set: { x: 1 }, then: 'exit' } }] } }],
      tasks: [{ s: { wait: { seconds: 1 } } }],
    });
    expect(execution.result).toEqual({ phase: 'completed', output: { x: 1 } });
  });

  it('leaves a switch its ways, and the workflow its end', () => {
    const { execution, lines } = extended({
      extensions: [{ l: { extend: 'switch', before: [log('"choosing"')], after: [log('"chosen"')] } }],
      tasks: [
        { pick: { switch: [{ big: { when: '. > 5', then: 'last' } }, { rest: { then: 'end' } }] } },
        { middle: { set: '${ "middle" }' } },
        { last: { set: '${ "last" }' } },
      ],
      input: 9,
    });
    expect(execution.result).toEqual({ phase: 'completed', output: 'last' });
    expect(lines).toEqual(['choosing', 'chosen']);
    const ended = extended({
      extensions: [{ l: { extend: 'switch', after: [log('"chosen"')] } }],
      tasks: [{ pick: { switch: [{ rest: { then: 'end' } }] } }, { never: { set: '${ "never" }' } }],
      input: 1,
    });
    expect(ended.execution.result).toEqual({ phase: 'completed', output: 1 });
  });

  it('nests with others, and extends tasks of extensions only when it says so', () => {
    const { lines } = extended({
      extensions: [
        { a: { extend: 'set', before: [log('"a before"')], after: [log('"a after"')] } },
        { b: { extend: 'set', before: [log('"b before"')], after: [log('"b after"')] } },
      ],
      tasks: [{ s: { set: { x: 1 } } }],
    });
    expect(lines).toEqual(['a before', 'b before', 'b after', 'a after']);
    const watched = extended({
      extensions: [
        { a: { extend: 'set', before: [{ quiet: { wait: { seconds: 1 } } }] } },
        { watch: { extend: 'extension', before: [log('"watched \\($task.name)"')] } },
      ],
      tasks: [{ s: { set: { x: 1 } } }],
    });
    expect(watched.lines).toEqual(['watched quiet']);
  });

  it('faults the task with its own fault; the task keeps its time-out, its if and its then', () => {
    const { execution } = extended({
      extensions: [{ l: { extend: 'set', before: [{ slow: { wait: { hours: 1 } } }] } }],
      tasks: [
        { skipped: { if: 'false', set: { x: 1 } } },
        { timed: { set: { x: 1 }, timeout: { after: { seconds: 1 } } } },
      ],
    });
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { status: 408, instance: '/do/1/timed' } });
    const failing = extended({
      extensions: [
        { l: { extend: 'set', before: [{ no: { raise: { error: { type: 'https://e.example', status: 451 } } } }] } },
      ],
      tasks: [{ guard: { try: [{ s: { set: { x: 1 } } }], catch: { do: [{ told: { wait: { seconds: 0 } } }] } } }],
    });
    expect(failing.execution.of('fault.caught')).toMatchObject([
      { fault: { status: 451, instance: '/use/extensions/0/l/before/0/no' } },
    ]);
  });

  it('keeps what the step of the task may do: compensation and repeat rule', () => {
    const { execution, lines } = extended({
      extensions: [{ l: { extend: 'call', when: '$task.name == "book"', before: [log('"booking"')] } }],
      functions: { unbook: { call: 'log', with: { line: '${ "undo \\(.output)" }' } } },
      tasks: [
        { book: { call: 'double', metadata: { compensate: 'unbook' } } },
        { no: { raise: { error: { type: 'https://e.example', status: 500 } } } },
      ],
      input: 4,
    });
    expect(execution.result.phase).toBe('faulted');
    expect(lines).toEqual(['booking', 'undo 8']);
  });
});
