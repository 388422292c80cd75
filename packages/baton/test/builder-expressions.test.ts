/** The jq that typed expressions become, and what it gives. */
import { jqEvaluator } from '@batonhq/engine';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  and,
  at,
  BuilderError,
  count,
  defineFunction,
  eq,
  filter,
  gt,
  gte,
  jq,
  jsonSchema,
  lt,
  lte,
  map,
  ne,
  not,
  or,
  orElse,
  set,
  text,
  workflow,
  type Ref,
} from '../src/index.ts';

interface Order {
  readonly id: string;
  readonly total: number;
  readonly note?: string;
  readonly 'odd key': { readonly and: boolean };
  readonly lines: readonly { readonly sku: string; readonly tags: readonly string[]; readonly price: number }[];
  readonly stock: Readonly<Record<string, number>>;
}

const order: Order = {
  id: 'o"1\\',
  total: 12,
  'odd key': { and: true },
  lines: [
    { sku: 'a', tags: ['x', 'y'], price: 3 },
    { sku: 'b', tags: [], price: 6 },
  ],
  stock: { a: 7 },
};

/** The value of a `set`, as written. */
function written(select: (input: Ref<Order>) => unknown): unknown {
  const { tasks } = workflow({ namespace: 'n', name: 'n', version: '1.0.0', input: jsonSchema<Order>({}) }).do(
    's',
    set(({ input }) => select(input)),
  );
  return Object(tasks[0])['s'].set;
}

/** What an expression gives for the order. */
function given(select: (input: Ref<Order>) => unknown): unknown {
  const expression = String(written(select));
  return jqEvaluator()
    .compile(expression.slice(2, -1))
    .evaluate(JSON.parse(JSON.stringify(order)), () => null);
}

describe('paths', () => {
  test('members, by any key', () => {
    expect(written((input) => input.total)).toBe('${ .total }');
    expect(written((input) => input['odd key'].and)).toBe('${ .["odd key"].and }');
    expect(given((input) => input['odd key'].and)).toBe(true);
    expect(written((input) => input)).toBe('${ . }');
  });

  test('items of lists and values of maps, and members of what may be missing', () => {
    expect(given((input) => at(input.lines, 0).sku)).toBe('a');
    expect(given((input) => at(input.lines, -1).sku)).toBe('b');
    expect(given((input) => at(input.lines, 9).sku)).toBe(null);
    expect(given((input) => at(input.stock, 'a'))).toBe(7);
    expect(given((input) => at(input.stock, orElse(at(input.lines, 1).sku, '')))).toBe(null);
  });
});

describe('objects', () => {
  test('expressions stand in them; constants that look like expressions stay constants', () => {
    expect(written((input) => ({ a: input.id, b: [1, input.total], c: { d: null }, e: '${ .x }' }))).toEqual({
      a: '${ .id }',
      b: [1, '${ .total }'],
      c: { d: null },
      e: '${ "${ .x }" }',
    });
    expect(written(() => ({}))).toBe('${ {} }');
    expect(written(() => 5)).toBe('${ 5 }');
    expect(written(() => ({ a: 1, b: undefined }))).toEqual({ a: 1 });
  });

  test('a whole value with more members, in the order in which they are written', () => {
    const added = written((input) => ({ first: 1, ...input['odd key'], more: { ...input.stock, b: 'it\'s "b"' } }));
    expect(added).toBe('${ {first: 1} + .["odd key"] + {more: (.stock + {b: "it\'s \\"b\\""})} }');
    expect(given((input) => ({ first: 1, ...input, id: 'new' }))).toEqual({ first: 1, ...order, id: 'new' });
  });

  test('what JSON cannot say is refused', () => {
    expect(() => written(() => ({ a: Number.NaN }))).toThrow(BuilderError);
    expect(() => written(() => ({ a: () => 1 }))).toThrow('a definition cannot hold a function');
    expect(() => written((input) => Number(input.id))).toThrow(BuilderError);
  });
});

describe('operators', () => {
  test('comparisons and conditions', () => {
    const cases: readonly (readonly [(input: Ref<Order>) => unknown, boolean])[] = [
      [(input) => eq(input.total, 12), true],
      [(input) => ne(input.note, null), false],
      [(input) => lt(input.total, 12), false],
      [(input) => lte(input.total, 12), true],
      [(input) => gt(orElse(at(input.lines, 0).price, 0), 2), true],
      [(input) => gte(input.id, 'p'), false],
      [(input) => and(gt(input.total, 1), or(eq(input.id, 'x'), not(eq(input.total, 3)))), true],
      [() => or(), false],
      [() => and(), true],
    ];
    for (const [select, wanted] of cases)
      expect([written(select), given(select)]).toEqual([expect.any(String), wanted]);
  });

  test('fallbacks take the place of null and of nothing else', () => {
    expect(given((input) => orElse(input.note, 'none'))).toBe('none');
    expect(given((input) => orElse(input['odd key'].and, false))).toBe(true);
    expect(given((input) => orElse(not(input['odd key'].and), true))).toBe(false);
  });

  test('texts, with every character', () => {
    const all = given(
      (input) => text`"${input.id}" \\ is ${input.total}, ${orElse(input.note, '(none)')}; ${'a "b"'}\n`,
    );
    expect(all).toBe('"o"1\\" \\ is 12, (none); a "b"\n');
  });

  test('jq with parts', () => {
    expect(given((input) => jq<number>`${input.total} * ${jq('.lines | length')} + ${{ a: 1 }}.a`)).toBe(25);
    expect(written(() => jq<{ b: number }>('${ .a, .c }').b)).toBe('${ (.a, .c).b }');
  });

  test('lists, one inside the other', () => {
    expect(given((input) => count(input.lines))).toBe(2);
    const nested = given((input) =>
      map(
        filter(input.lines, (line) => gt(line.price, 2)),
        (line) => ({ ...line, tags: map(line.tags, (tag) => text`${line.sku}${tag} of ${input.total}`) }),
      ),
    );
    expect(nested).toEqual([
      { sku: 'a', price: 3, tags: ['ax of 12', 'ay of 12'] },
      { sku: 'b', price: 6, tags: [] },
    ]);
  });
});

describe('schemas', () => {
  test('a type without a JSON Schema is refused, and says why', () => {
    const run = () => null;
    expect(() => defineFunction({ name: 'f', input: z.date(), run })).toThrow('no JSON Schema');
  });

  test('a function parses what it is given and what it returns', async () => {
    const parsing = defineFunction({
      name: 'f',
      input: z.object({ n: z.number().default(3) }),
      output: z.object({ twice: z.number() }),
      run: (_context, { n }) => ({ twice: n * 2, more: 1 }),
    });
    expect(parsing).toMatchObject({ version: '1.0.0', input: { type: 'object' }, output: { required: ['twice'] } });
    const context = Object.create(null);
    await expect(parsing.run?.(context, {})).resolves.toEqual({ twice: 6 });
    await expect(parsing.run?.(context, { n: 'x' })).rejects.toThrow('the input of f is not valid');
  });
});
