/** Calls of functions: from `use`, from catalogs, from URIs; what a call gives is what the function takes. */
import { describe, expect, it } from 'vitest';
import { simulate } from '@batonhq/testing/core';
import { compiled, programFor, taskAt } from './compiled.ts';
import { jqEvaluator } from './jq-evaluator.ts';

const effectOf = (call: string, more: object = {}) =>
  taskAt(programFor({ ...more, do: [{ a: { call } }] }), 'a', 'call').effect;

describe('a name', () => {
  it.each([
    ['agent', { kind: 'function', name: 'agent' }],
    ['charge:1.2.0', { kind: 'function', name: 'charge', version: '1.2.0' }],
    ['charge:1.2.0@default', { kind: 'function', name: 'charge', version: '1.2.0' }],
    ['charge@default', { kind: 'function', name: 'charge' }],
    ['https://example.com/f.yaml', { kind: 'unavailable', what: 'functions at URIs (https://example.com/f.yaml)' }],
  ])('%s stands for a function', (call, effect) => expect(effectOf(call)).toEqual(effect));

  it('in another catalog is not available yet', () => {
    const use = {
      catalogs: {
        shared: { endpoint: 'https://example.com/catalog' },
        default: { endpoint: 'https://example.com/other' },
      },
    };
    expect(effectOf('log:1.0.0@shared', { use })).toMatchObject({ kind: 'unavailable' });
    expect(effectOf('log:1.0.0@default', { use })).toMatchObject({ kind: 'unavailable' });
    expect(compiled({ use, do: [{ a: { call: 'log@shred' } }] }).problems).toEqual([
      '/do/0/a/call: there is no "shred" in use.catalogs',
    ]);
  });

  it('that cannot be one is refused', () =>
    expect(compiled([{ a: { call: 'two words' } }]).problems).toEqual(['/do/0/a/call: this is no name of a function']));

  it('near a known one is remarked upon', () => {
    expect(compiled([{ a: { call: 'htpp' } }])).toMatchObject({
      diagnostics: [{ severity: 'warning', hint: 'did you mean "http"?' }],
    });
  });

  it('is keyed, unless the author says otherwise', () => {
    expect(taskAt(programFor([{ a: { call: 'f' } }]), 'a', 'call').repeat).toBe('keyed');
    expect(taskAt(programFor([{ a: { call: 'f', metadata: { repeat: 'never' } } }]), 'a', 'call').repeat).toBe('never');
  });
});

describe('a function of use', () => {
  const use = {
    functions: {
      double: {
        input: { schema: { document: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } } },
        set: { twice: '${ .n * 2 }' },
        then: 'end',
      },
      named: {
        if: '.on',
        input: { from: '{ raw: . }' },
        call: 'outside',
        with: { given: '${ .raw.n }' },
        output: { as: '{ answer: ., had: $input }' },
      },
    },
  };
  const outcome = (tasks: readonly object[], input: object = {}) =>
    simulate(
      { use, do: tasks },
      { input: JSON.parse(JSON.stringify(input)), evaluator: jqEvaluator(), functions: { outside: (given) => given } },
    ).finish();

  it('takes what the call gives as its input', () => {
    expect(outcome([{ a: { call: 'double', with: { n: '${ .x + 1 }' } } }], { x: 20 })).toMatchObject({
      output: { twice: 42 },
    });
  });

  it('takes the input of the call when it gives nothing', () => {
    expect(outcome([{ a: { call: 'double' } }], { n: 4 })).toMatchObject({ output: { twice: 8 } });
  });

  it('checks what it is given', () => {
    expect(outcome([{ a: { call: 'double', with: { n: 'x' } } }])).toMatchObject({
      phase: 'faulted',
      fault: { type: expect.stringContaining('/validation'), instance: '/use/functions/double' },
    });
  });

  it('keeps its own rules apart from those of the call', () => {
    const call = {
      call: 'named',
      input: { from: '.start' },
      with: { n: '${ $input.n }', on: true },
      output: { as: '{ result: ., before: $input }' },
    };
    expect(outcome([{ a: call }], { start: { n: 3 } })).toMatchObject({
      output: { result: { answer: { given: 3 }, had: { raw: { n: 3, on: true } } }, before: { n: 3 } },
    });
  });

  it('decides by what it is given whether to run at all', () => {
    expect(outcome([{ a: { call: 'named', with: { n: 3, on: false } } }])).toMatchObject({ phase: 'completed' });
  });

  it('ends where it ends: the caller goes on', () => {
    expect(
      outcome([{ a: { call: 'double', with: { n: 1 } } }, { b: { set: { after: '${ .twice }' } } }]),
    ).toMatchObject({ output: { after: 2 } });
  });

  it('does not see the variables around the call', () => {
    const loop = { for: { each: 'pet', in: '.pets' }, do: [{ a: { call: 'nosy' } }] };
    expect(compiled({ use: { functions: { nosy: { set: { x: '${ $pet }' } } } }, do: [{ l: loop }] }).problems).toEqual(
      ['/use/functions/nosy/set/x: the variable $pet is not known'],
    );
  });

  it('stands in the program on its own, for compensations and probes', () => {
    const program = programFor({ use, do: [{ a: { call: 'double', metadata: { compensate: 'named' } } }] });
    const index = program.functions.get('named');
    expect(program.tasks[index ?? -1]).toMatchObject({
      name: 'named',
      path: ':functions/named',
      reference: '/use/functions/named',
    });
    expect(program.tasks[index ?? -1]?.parent).toBeUndefined();
  });

  it('is repeated as its caller says', () => {
    const program = programFor({ use, do: [{ a: { call: 'named', metadata: { repeat: 'safe', short: true } } }] });
    expect(taskAt(program, 'a/named', 'call')).toMatchObject({ repeat: 'safe', metadata: { short: true } });
    expect(taskAt(program, ':functions/named', 'call').repeat).toBe('keyed');
  });

  it('may not call itself, directly or through others', () => {
    const functions = { a: { call: 'b' }, b: { do: [{ c: { call: 'a' } }] } };
    expect(compiled({ use: { functions }, do: [] }).problems).toEqual([
      '/use/functions/a/call: these functions never end: "b" calls "a" calls "b"',
      '/use/functions/b/do/0/c/call: these functions never end: "a" calls "b" calls "a"',
    ]);
  });
});
