/** Costs in columns say what the facts say, grouped in any way, in pages of any length, and however often somebody asks meanwhile. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  costParts,
  CostTable,
  decideBudget,
  executionAccount,
  noBudget,
  plus,
  userAccount,
  type CostEntry,
  type CostPart,
  type CostSum,
  type Fact,
} from '../src/index.ts';

const day = 86_400_000;

/** A call: of which execution, user and model, on which day, what it costs, and whether that is known yet. */
const call = fc.record({
  execution: fc.nat(3),
  user: fc.nat(1),
  of: fc.constantFrom('small', 'large'),
  day: fc.nat(2),
  spent: fc.nat(50),
  isSettled: fc.boolean(),
});
type Call = typeof call extends fc.Arbitrary<infer One> ? One : never;

function factsOf(calls: readonly Call[]): readonly Fact[] {
  let state = noBudget;
  return calls.flatMap(({ execution, user, of, day: number, spent, isSettled }, index) => {
    const accounts = [executionAccount(`e${execution}`), userAccount(`u${user}`), 'tenant'];
    const at = Math.max(state.at, number * day);
    const reserve = {
      kind: 'reserve' as const,
      at,
      call: `c${index}`,
      of,
      accounts: accounts.map((account) => ({ account })),
      amounts: { tokens: 50 },
    };
    const reserved = decideBudget(state, reserve);
    const reservation = reserved.granted?.reservation ?? '';
    const settled = decideBudget(reserved.state, { kind: 'settle', at, reservation, spent: { tokens: spent } });
    state = isSettled ? settled.state : reserved.state;
    return isSettled ? [...reserved.facts, ...settled.facts] : reserved.facts;
  });
}

/** The same, without columns: what each place comes to, in the order it was begun. */
function expectedEntries(calls: readonly Call[]): readonly CostEntry[] {
  const entries = new Map<string, CostEntry>();
  let today = 0;
  for (const { execution, user, of, day: number, spent, isSettled } of calls) {
    today = Math.max(today, number);
    const place = {
      day: new Date(today * day).toISOString().slice(0, 10),
      user: `u${user}`,
      execution: `e${execution}`,
      of,
    };
    const key = JSON.stringify(place);
    const before = entries.get(key) ?? { ...place, spent: {}, reserved: {} };
    entries.set(key, {
      ...before,
      ...(isSettled
        ? { spent: plus(before.spent, { tokens: spent }) }
        : { reserved: plus(before.reserved, { tokens: 50 }) }),
    });
  }
  return [...entries.values()];
}

function grouped(entries: readonly CostEntry[], by: readonly CostPart[]): readonly CostSum[] {
  const groups = new Map<string, CostSum>();
  for (const entry of entries) {
    const place = Object.fromEntries(by.map((part) => [part, entry[part]]));
    const key = JSON.stringify(place);
    const { spent, reserved } = groups.get(key) ?? { spent: {}, reserved: {} };
    groups.set(key, { ...place, spent: plus(spent, entry.spent), reserved: plus(reserved, entry.reserved) });
  }
  return [...groups.values()];
}

function tableOf(facts: readonly Fact[]): CostTable {
  const table = new CostTable();
  for (const fact of facts) table.add(fact);
  return table;
}

describe('a table of costs', () => {
  const calls = fc.array(call, { maxLength: 40 });
  const by = fc.subarray([...costParts], { minLength: 1 });

  test('says what the facts say, in the order it was begun, and in groups', () => {
    fc.assert(
      fc.property(calls, by, (made, parts) => {
        const expected = expectedEntries(made);
        const table = tableOf(factsOf(made));
        expect(table.page().entries).toEqual(expected);
        expect(table.sums(parts).groups).toEqual(grouped(expected, parts));
        expect(table.sums(parts, { user: 'u1', since: '1970-01-02' }).groups).toEqual(
          grouped(
            expected.filter((one) => one.user === 'u1' && one.day >= '1970-01-02'),
            parts,
          ),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('says the same in pages, and when somebody asks in between', () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 7 }), (made, limit) => {
        const facts = factsOf(made);
        const table = new CostTable();
        for (const fact of facts) {
          table.add(fact);
          table.sums(['day']);
        }
        const entries: CostEntry[] = [];
        for (let after: number | null = 0; after !== null;) {
          const page = table.page({ execution: 'e1' }, { after, limit });
          entries.push(...page.entries);
          after = page.next;
        }
        expect(entries).toEqual(expectedEntries(made).filter(({ execution }) => execution === 'e1'));
      }),
      { numRuns: 30 },
    );
  });

  test('leaves out those that spent the least, and counts them', () => {
    const paid = [5, 40, 30].map((spent, execution) => ({
      execution,
      user: 0,
      of: 'small' as const,
      day: 0,
      spent,
      isSettled: true,
    }));
    const { total, count, groups } = tableOf(factsOf(paid)).sums(['execution'], {}, 2);
    expect({ total, count }).toEqual({ total: { spent: { tokens: 75 }, reserved: {} }, count: 3 });
    expect(groups.map(({ execution }) => execution)).toEqual(['e1', 'e2']);
  });

  test('knows nobody who never paid', () => {
    const table = tableOf(factsOf([{ execution: 0, user: 0, of: 'small', day: 0, spent: 3, isSettled: true }]));
    expect(table.sums(['of'], { user: 'nobody' })).toEqual({
      total: { spent: {}, reserved: {} },
      count: 0,
      groups: [],
    });
    expect(table.page({ execution: 'none' })).toEqual({ entries: [], next: null });
  });
});
