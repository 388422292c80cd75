/** `for`: the list once per item, each iteration given what the one before it put out. */
import { describe, expect, it } from 'vitest';
import { simulate } from '@batonhq/testing/core';

const loop = (more: object, input: unknown = [], functions = {}): ReturnType<typeof simulate> =>
  simulate([{ loop: { for: { in: '[10, 20, 30]' }, ...more } }], {
    input: JSON.parse(JSON.stringify(input)),
    functions,
  });

describe('for', () => {
  it('accumulates over the items, with item and index in sight', () => {
    const execution = loop({ do: [{ add: { set: '${ . + [$item * 10 + $index] }' } }] });
    expect(execution.result).toEqual({ phase: 'completed', output: [100, 201, 302] });
    expect(execution.of('task.completed').map(({ task }) => task)).toEqual([
      'loop[0]/add',
      'loop[1]/add',
      'loop[2]/add',
      'loop',
    ]);
  });

  it('names the variables as it is told', () => {
    const task = {
      for: { each: 'pet', at: 'place', in: '.pets' },
      do: [{ a: { set: '${ {pets: [], last: $pet, at: $place} }' } }],
    };
    expect(simulate([{ loop: task }], { input: { pets: ['cat', 'dog'] } }).result).toMatchObject({
      output: { last: 'dog', at: 1 },
    });
  });

  it('keeps inner variables apart from outer ones of the same name', () => {
    const inner = { inner: { for: { in: '$item' }, do: [{ a: { set: '${ . + [$item] }' } }] } };
    const task = { for: { in: '[[1, 2], [3]]' }, do: [inner, { b: { set: '${ . + [$item | length] }' } }] };
    expect(simulate([{ outer: task }], { input: [] }).result).toMatchObject({ output: [1, 2, 2, 3, 1] });
  });

  it('lets an item be null or false', () => {
    const task = { for: { in: '[null, false]' }, do: [{ a: { set: '${ . + [$item] }' } }] };
    expect(simulate([{ loop: task }], { input: [] }).result).toMatchObject({ output: [null, false] });
  });

  it('does nothing for no items', () => {
    expect(
      simulate([{ loop: { for: { in: '[]' }, do: [{ a: { set: { x: 1 } } }] } }], { input: 5 }).result,
    ).toMatchObject({ output: 5 });
  });

  it('goes on while the condition holds over what flows and the next item', () => {
    const execution = loop({ while: '(. | length) < 2 and $item < 100', do: [{ a: { set: '${ . + [$item] }' } }] });
    expect(execution.result).toMatchObject({ output: [10, 20] });
  });

  it('never starts when the condition does not hold at first', () => {
    expect(loop({ while: 'false', do: [{ a: { set: { x: 1 } } }] }, 7).result).toMatchObject({ output: 7 });
  });

  it('is left by exit and by end; end leaves everything', () => {
    const exit = simulate([
      { loop: { for: { in: '[1, 2]' }, do: [{ a: { set: '${ $item }', then: 'exit' } }] } },
      { after: { set: '${ {after: .} }' } },
    ]);
    expect(exit.result).toMatchObject({ output: { after: 1 } });
    const end = simulate([
      { loop: { for: { in: '[1, 2]' }, do: [{ a: { set: '${ $item }', then: 'end' } }] } },
      { after: { set: '${ {after: .} }' } },
    ]);
    expect(end.result).toMatchObject({ output: 1 });
  });

  it('jumps inside an iteration', () => {
    const execution = loop(
      {
        do: [
          { a: { set: '${ . + [$item] }' } },
          { more: { switch: [{ again: { when: '(. | length) % 2 == 1', then: 'a' } }] } },
        ],
      },
      [],
    );
    expect(execution.result).toMatchObject({ output: [10, 10, 20, 20, 30, 30] });
    expect(execution.of('task.completed').map(({ task }) => task)).toContain('loop[1]/a#1');
  });

  it('faults as a whole when an iteration does', () => {
    const execution = loop({ do: [{ a: { if: '$index == 1', call: 'f' } }] }, [], {});
    execution.fail('loop[1]/a');
    expect(execution.of('task.faulted').map(({ task }) => task)).toEqual(['loop[1]/a', 'loop']);
    expect(execution.result).toMatchObject({ phase: 'faulted' });
  });

  it('gives every iteration its own idempotency key', () => {
    const keys: string[] = [];
    loop({ do: [{ a: { call: 'f' } }] }, [], {
      f: (_: unknown, order: { idempotencyKey: string }) => keys.push(order.idempotencyKey),
    }).finish();
    expect(keys).toEqual(['x:loop[0]/a', 'x:loop[1]/a', 'x:loop[2]/a']);
  });
});
