/** Flow directives are resolved within their own list of tasks; cases of a `switch` too. */
import { describe, expect, it } from 'vitest';
import { compiled, programFor, taskAt } from './compiled.ts';

describe('then', () => {
  it('goes on, out, to the end, or to a sibling', () => {
    const program = programFor([
      { a: { set: { x: 1 }, then: 'c' } },
      { b: { set: { x: 1 }, then: 'exit' } },
      { c: { set: { x: 1 }, then: 'end' } },
      { d: { set: { x: 1 }, then: 'continue' } },
      { e: { set: { x: 1 }, then: 'a' } },
    ]);
    expect(program.tasks.map(({ then }) => then)).toEqual([
      { kind: 'task', position: 2 },
      { kind: 'exit' },
      { kind: 'end' },
      { kind: 'continue' },
      { kind: 'task', position: 0 },
    ]);
  });

  it('does not leave its list, in either direction', () => {
    const { problems } = compiled([
      { a: { do: [{ b: { set: { x: 1 }, then: 'c' } }], then: 'b' } },
      { c: { set: { x: 1 } } },
    ]);
    expect(problems).toEqual([
      '/do/0/a/do/0/b/then: there is no task "c" to go to in this list',
      '/do/0/a/then: there is no task "b" to go to in this list',
    ]);
  });

  it('does not reach two tasks of one name', () => {
    expect(compiled([{ a: { wait: 'PT1S' } }, { a: { wait: 'PT1S' } }]).problems).toEqual([
      '/do/1/a: there is already a task "a" in this list',
    ]);
  });

  it('warns of tasks it cannot reach', () => {
    const { program, diagnostics } = compiled([{ end: { wait: 'PT1S' } }]);
    expect(program).toBeDefined();
    expect(diagnostics).toMatchObject([{ severity: 'warning', pointer: '/do/0/end' }]);
  });
});

describe('switch', () => {
  it('tries the default last, wherever it stands', () => {
    const program = programFor([
      { s: { switch: [{ other: { then: 'end' } }, { one: { when: '.x == 1', then: 't' } }] } },
      { t: { wait: 'PT1S' } },
    ]);
    const { cases } = taskAt(program, 's', 'switch');
    expect(cases.map(({ name, then }) => [name, then])).toEqual([
      ['one', { kind: 'task', position: 1 }],
      ['other', { kind: 'end' }],
    ]);
  });

  it('has one default', () => {
    const { problems } = compiled([{ s: { switch: [{ a: { then: 'end' } }, { b: { then: 'exit' } }] } }]);
    expect(problems).toEqual(['/do/0/s/switch/1/b: "b" is a second default']);
  });
});

describe('for, try and raise', () => {
  it('name their variables', () => {
    const program = programFor([
      { l: { for: { each: 'pet', at: 'i', in: '.pets' }, while: '$i < 3', do: [{ s: { set: { p: '${ $pet }' } } }] } },
      {
        t: {
          try: [],
          catch: { as: 'problem', when: '$problem.status == 503', do: [{ s: { set: { p: '${ $problem }' } } }] },
        },
      },
    ]);
    expect(taskAt(program, 'l', 'for')).toMatchObject({ each: 'pet', at: 'i' });
    expect(taskAt(program, 't', 'try').catch.as).toBe('problem');
  });

  it('refuse names that no expression can use', () => {
    const { problems } = compiled([
      { l: { for: { each: '$pet', at: 'input', in: '.pets' }, do: [] } },
      { t: { try: [], catch: { as: 'a b' } } },
    ]);
    expect(problems).toEqual([
      '/do/0/l/for/at: $input is a variable of the language',
      '/do/0/l/for/each: this cannot be the name of a variable',
      '/do/1/t/catch/as: this cannot be the name of a variable',
    ]);
  });

  it('take policies and errors from use', () => {
    const program = programFor({
      use: {
        errors: { gone: { type: 'https://example.com/gone', status: 410, detail: '${ .what }' } },
        retries: {
          patient: {
            delay: 'PT1S',
            backoff: { exponential: {} },
            limit: { attempt: { count: 4, duration: 'PT9S' }, duration: 'PT1M' },
            jitter: { from: 'PT0S', to: 'PT1S' },
          },
        },
      },
      do: [
        {
          t: {
            try: [{ r: { raise: { error: 'gone' } } }],
            catch: { errors: { with: { status: 410, details: 'x' } }, retry: 'patient' },
          },
        },
      ],
    });
    const { catch: rules } = taskAt(program, 't', 'try');
    expect(rules.errors.evaluate(null, () => null)).toEqual({ status: 410, detail: 'x' });
    expect(rules.retry).toMatchObject({ backoff: 'exponential', attempts: 4 });
    expect(rules.retry?.duration?.evaluate(null, () => null)).toBe(60_000);
    const raised = taskAt(program, 't/r', 'raise').error.evaluate({ what: 'pet' }, () => null);
    expect(raised).toEqual({ type: 'https://example.com/gone', status: 410, detail: 'pet' });
  });
});
