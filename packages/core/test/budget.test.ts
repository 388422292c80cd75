/** No sum of calls exceeds a cap, whatever is lost in between, and nothing is counted twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  budgetFromJson,
  budgetToJson,
  decideBudget,
  foldBudget,
  noBudget,
  type BudgetState,
  type BudgetTrigger,
} from '../src/index.ts';

const reserve = (call: string, tokens: number, accounts: readonly string[] = ['tenant']): BudgetTrigger => ({
  kind: 'reserve',
  at: 1,
  call,
  accounts,
  amounts: { tokens },
});
const cap = (account: string, tokens: number): BudgetTrigger => ({ kind: 'cap', at: 1, account, caps: { tokens } });

function after(...triggers: readonly BudgetTrigger[]): BudgetState {
  return triggers.reduce((state, trigger) => decideBudget(state, trigger).state, noBudget);
}

describe('a reservation', () => {
  test('is granted when its worst case fits into every account that pays, and refused by the one that cannot', () => {
    const state = after(cap('tenant', 1_000), cap('ada', 100));
    expect(decideBudget(state, reserve('a', 100, ['tenant', 'ada']))).toMatchObject({
      reservation: 'a@3',
      refusal: null,
    });
    expect(decideBudget(state, reserve('a', 101, ['tenant', 'ada']))).toMatchObject({
      reservation: null,
      refusal: { account: 'ada', measure: 'tokens', cap: 100, used: 0, wanted: 101 },
      facts: [],
    });
  });

  test('counts until it is settled, then what was really spent does', () => {
    const reserved = after(cap('tenant', 100), reserve('a', 80));
    expect(decideBudget(reserved, reserve('b', 30)).refusal).toMatchObject({ used: 80 });
    const settled = decideBudget(reserved, { kind: 'settle', at: 2, reservation: 'a@2', spent: { tokens: 10 } }).state;
    expect(settled.accounts.get('tenant')).toEqual({ caps: { tokens: 100 }, spent: { tokens: 10 }, reserved: {} });
    expect(decideBudget(settled, reserve('b', 90)).reservation).not.toBeNull();
  });

  test('settling twice counts once', () => {
    const settle = { kind: 'settle', at: 2, reservation: 'a@2', spent: { tokens: 10 } } as const;
    const once = after(cap('tenant', 100), reserve('a', 80), settle);
    expect(decideBudget(once, settle)).toMatchObject({ state: once, facts: [] });
  });

  test('of an attempt that died counts whole when the call is made again', () => {
    const state = after(cap('tenant', 100), reserve('a', 40), reserve('a', 40));
    expect(state.accounts.get('tenant')).toMatchObject({ spent: { tokens: 40 }, reserved: { tokens: 40 } });
    expect(decideBudget(state, reserve('a', 40)).refusal).toMatchObject({ used: 80 });
  });
});

test('an account closes when nothing is open in it, and what it spent stays with the others', () => {
  const open = after(cap('tenant', 100), reserve('a', 40, ['tenant', 'x']));
  expect(decideBudget(open, { kind: 'close', at: 2, account: 'x' }).facts).toEqual([]);
  const settled = decideBudget(open, { kind: 'settle', at: 2, reservation: 'a@2', spent: { tokens: 7 } }).state;
  const closed = decideBudget(settled, { kind: 'close', at: 3, account: 'x' }).state;
  expect([...closed.accounts.keys()]).toEqual(['tenant']);
  expect(closed.accounts.get('tenant')?.spent).toEqual({ tokens: 7 });
});

/** Of the accounts of open reservations: a cap that was lowered below what is spent already refuses what comes next. */
function areWithinCaps({ accounts, reservations }: BudgetState): boolean {
  const newest = [...reservations.values()].at(-1);
  return (newest?.accounts ?? []).every((name) => {
    const { caps, spent, reserved } = accounts.get(name) ?? { caps: {}, spent: {}, reserved: {} };
    return (['tokens', 'money', 'calls'] as const).every(
      (measure) => (spent[measure] ?? 0) + (reserved[measure] ?? 0) <= (caps[measure] ?? Infinity),
    );
  });
}

/** The open reservation at this place, or a name that nobody has. */
function openReservation({ reservations }: BudgetState, index: number): string {
  return [...reservations.keys()][index] ?? 'none@0';
}

const amounts = fc.record({ tokens: fc.nat(50), money: fc.nat(1_000), calls: fc.constant(1) });
const accounts = fc.subarray(['tenant', 'user', 'execution'], { minLength: 1 });
const triggers = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('cap' as const),
      at: fc.nat(9),
      account: fc.constantFrom('tenant', 'user', 'execution'),
      caps: amounts,
    }),
    fc.record({
      kind: fc.constant('reserve' as const),
      at: fc.nat(9),
      call: fc.constantFrom('a', 'b', 'c'),
      accounts,
      amounts,
    }),
    fc.record({
      kind: fc.constant('settle' as const),
      at: fc.nat(9),
      reservation: fc.nat(2).map(String),
      spent: amounts,
    }),
    fc.record({ kind: fc.constant('close' as const), at: fc.nat(9), account: fc.constantFrom('user', 'execution') }),
  ),
  { maxLength: 60, size: 'max' },
);

test('whatever happens in whatever order: granted only within caps, sums are exact, the state is the fold of the facts', () => {
  let settled = 0;
  fc.assert(
    fc.property(triggers, (happened) => {
      let state = noBudget;
      const facts = [];
      for (const drawn of happened) {
        const before = state;
        const trigger =
          drawn.kind === 'settle'
            ? { ...drawn, reservation: openReservation(state, Number(drawn.reservation)) }
            : drawn;
        const decision = decideBudget(state, trigger);
        state = decision.state;
        facts.push(...decision.facts);
        expect(decision.reservation === null || areWithinCaps(state)).toBe(true);
        settled += decision.facts.filter(({ kind }) => kind === 'budget.settled').length;
        for (const [name, { spent, reserved }] of state.accounts) {
          const open = [...state.reservations.values()].filter((one) => one.accounts.includes(name));
          expect(reserved.tokens ?? 0).toBe(open.reduce((sum, one) => sum + (one.amounts.tokens ?? 0), 0));
          expect(spent.tokens ?? 0).toBeGreaterThanOrEqual(before.accounts.get(name)?.spent.tokens ?? 0);
        }
      }
      expect(foldBudget(facts)).toEqual(state);
      expect(budgetFromJson(JSON.parse(JSON.stringify(budgetToJson(state))))).toEqual(state);
    }),
    { numRuns: 300 },
  );
  expect(settled).toBeGreaterThan(100);
});
