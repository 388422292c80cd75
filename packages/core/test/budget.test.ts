/** No sum of calls exceeds a cap, whatever is lost in between, and nothing is counted twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  budgetFromJson,
  budgetToJson,
  CostTable,
  decideBudget,
  foldBudget,
  noBudget,
  type BudgetState,
  type BudgetTrigger,
} from '../src/index.ts';

type Reserve = BudgetTrigger & { readonly kind: 'reserve' };

const reserve = (call: string, tokens: number, accounts: readonly string[] = ['tenant']): Reserve => ({
  kind: 'reserve',
  at: 1,
  call,
  of: 'model',
  accounts: accounts.map((account) => ({ account })),
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
      granted: { reservation: 'a@3', amounts: { tokens: 100 } },
      refusal: null,
    });
    expect(decideBudget(state, reserve('a', 101, ['tenant', 'ada']))).toMatchObject({
      granted: null,
      refusal: { why: 'cap', account: 'ada', measure: 'tokens', cap: 100, spent: 0, reserved: 0, wanted: 101 },
      facts: [],
    });
  });

  test('counts until it is settled, then what was really spent does', () => {
    const reserved = after(cap('tenant', 100), reserve('a', 80));
    expect(decideBudget(reserved, reserve('b', 30)).refusal).toMatchObject({ used: 80 });
    const settled = decideBudget(reserved, { kind: 'settle', at: 2, reservation: 'a@2', spent: { tokens: 10 } }).state;
    expect(settled.accounts.get('tenant')).toMatchObject({
      caps: { tokens: 100 },
      spent: { tokens: 10 },
      reserved: {},
    });
    expect(decideBudget(settled, reserve('b', 90)).granted).not.toBeNull();
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

test('a call that nobody can tell about took no longer than until now', () => {
  const reserve = { kind: 'reserve', at: 1_000, call: 'a', of: 'model', accounts: [{ account: 'tenant' }] } as const;
  const open = after({ ...reserve, amounts: { tokens: 5, time: 60_000 } });
  const spentAt = (at: number): unknown =>
    decideBudget(open, { kind: 'forfeit', at, reservation: 'a@1' }).state.accounts.get('tenant')?.spent;
  expect([spentAt(3_500), spentAt(600_000)]).toEqual([
    { tokens: 5, time: 2_500 },
    { tokens: 5, time: 60_000 },
  ]);
});

test('accounts of an execution close together when nothing is open in them, and what it spent stays with the others', () => {
  const accounts = ['execution/x/task/pay', 'execution/x', 'tenant'];
  const open = after(cap('tenant', 100), reserve('a', 40, accounts), reserve('other', 1, ['execution/xy', 'tenant']));
  const closing = decideBudget(open, { kind: 'close', at: 2, account: 'execution/x' }).state;
  expect(closing.accounts.get('execution/x')).toMatchObject({ isClosing: true, reserved: { tokens: 40 } });
  expect(decideBudget(closing, { kind: 'close', at: 2, account: 'execution/x' }).facts).toEqual([]);
  const closed = decideBudget(closing, { kind: 'settle', at: 2, reservation: 'a@2', spent: { tokens: 7 } }).state;
  expect([...closed.accounts.keys()]).toEqual(['tenant', 'execution/xy']);
  expect(closed.accounts.get('tenant')).toMatchObject({ spent: { tokens: 7 }, reserved: { tokens: 1 } });
});

describe('caps', () => {
  const limited = (tokens: number): Reserve => ({
    ...reserve('a', 60),
    accounts: [{ account: 'execution/x', caps: { tokens } }],
  });

  test('that come with a call hold until a person sets others, and again when that is taken back', () => {
    expect(decideBudget(noBudget, limited(50)).refusal).toMatchObject({ cap: 50 });
    const raised = after(limited(100), cap('execution/x', 200));
    expect(decideBudget(raised, limited(50)).granted).not.toBeNull();
    const back = decideBudget(raised, { kind: 'cap', at: 1, account: 'execution/x', caps: null }).state;
    expect(decideBudget(back, { ...limited(100), call: 'b' }).refusal).toMatchObject({
      cap: 100,
      reserved: 60,
    });
  });

  test('of nothing refuse everything', () => {
    const state = budgetFromJson(budgetToJson(after(cap('tenant', 0))));
    expect(decideBudget(state ?? noBudget, reserve('a', 1)).refusal).toMatchObject({ cap: 0, wanted: 1 });
  });

  test('for a month hold anew in the next one; what was reserved before counts in the one it is settled in', () => {
    const january = Date.UTC(2026, 0, 31, 23);
    const february = Date.UTC(2026, 1, 1, 1);
    const monthly = { ...cap('tenant', 100), at: january, per: 'month' } as const;
    const used = after(
      monthly,
      { ...reserve('a', 40), at: january },
      {
        ...reserve('b', 60),
        at: january,
      },
    );
    expect(decideBudget(used, { ...reserve('c', 50), at: january }).refusal).toMatchObject({
      per: 'month',
      reserved: 100,
    });
    const spent = after(
      monthly,
      { ...reserve('a', 100), at: january },
      {
        kind: 'settle',
        at: january,
        reservation: 'a@2',
        spent: { tokens: 100 },
      },
    );
    expect(decideBudget(spent, { ...reserve('c', 50), at: january }).granted).toBeNull();
    const renewed = decideBudget(spent, { ...reserve('c', 50), at: february });
    expect(renewed.facts.map(({ kind }) => kind)).toEqual(['budget.renewed', 'budget.reserved']);
    expect(renewed.state.accounts.get('tenant')).toMatchObject({ since: Date.UTC(2026, 1, 1), spent: {} });
  });

  test('of time cut what a call may take to what is left, and refuse it when that is not worth beginning', () => {
    const timed = (call: string): Reserve => ({
      kind: 'reserve',
      at: 1,
      call,
      of: 'model',
      accounts: [{ account: 'execution/x', caps: { time: 150_000 } }],
      amounts: { time: 120_000 },
    });
    const first = decideBudget(noBudget, timed('a'));
    const second = decideBudget(first.state, timed('b'));
    expect([first.granted?.amounts, second.granted?.amounts]).toEqual([{ time: 120_000 }, { time: 30_000 }]);
    expect(decideBudget(second.state, timed('c')).refusal).toMatchObject({ measure: 'time', reserved: 150_000 });
  });
});

describe('money', () => {
  const priced = (more: Partial<Reserve>): Reserve => ({
    ...reserve('a', 1),
    amounts: { money: 5 },
    currency: 'USD',
    ...more,
  });

  test('is refused in another currency than the tenant counts in', () => {
    const state = after(priced({}));
    expect(decideBudget(state, priced({ currency: 'EUR' })).refusal).toEqual({
      why: 'currency',
      expected: 'USD',
      got: 'EUR',
    });
  });

  test('without a price is refused only where money is limited', () => {
    expect(decideBudget(noBudget, priced({ isUnpriced: true })).granted).not.toBeNull();
    const state = after({ kind: 'cap', at: 1, account: 'tenant', caps: { money: 100 }, currency: 'USD' });
    expect(decideBudget(state, priced({ isUnpriced: true })).refusal).toMatchObject({ why: 'price', of: 'model' });
  });

  test('of a fixed price is spent at once', () => {
    const { state, granted } = decideBudget(noBudget, priced({ isFixed: true }));
    expect(granted).not.toBeNull();
    expect(state.accounts.get('tenant')).toMatchObject({ spent: { money: 5 }, reserved: {} });
    expect(state.reservations.size).toBe(0);
  });
});

test('costs are told by day, user, execution and what was paid for', () => {
  const at = Date.UTC(2026, 1, 28, 12);
  const accounts = ['execution/e%2F1/task/pay', 'execution/e%2F1', 'execution/parent', 'user/ada', 'tenant'];
  const triggers: readonly BudgetTrigger[] = [
    { ...reserve('a', 40, accounts), at },
    { ...reserve('b', 30, accounts), at },
    { kind: 'settle', at, reservation: 'a@1', spent: { tokens: 25 } },
  ];
  const table = new CostTable();
  let state = noBudget;
  for (const trigger of triggers) {
    const decision = decideBudget(state, trigger);
    state = decision.state;
    for (const fact of decision.facts) table.add(fact);
  }
  expect(table.page().entries).toEqual([
    { day: '2026-02-28', user: 'ada', execution: 'e/1', of: 'model', spent: { tokens: 25 }, reserved: { tokens: 30 } },
  ]);
});

/** Of the accounts that pay for a granted call: a cap that was lowered below what is spent refuses what comes next. */
function areWithinCaps({ accounts }: BudgetState, trigger: BudgetTrigger): boolean {
  const payers = trigger.kind === 'reserve' ? trigger.accounts : [];
  return payers.every(({ account }) => {
    const { caps, spent, reserved } = accounts.get(account) ?? { caps: {}, spent: {}, reserved: {} };
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
      of: fc.constant('model'),
      accounts: accounts.map((names) => names.map((account) => ({ account }))),
      amounts,
      isFixed: fc.boolean(),
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
        expect(decision.granted === null || areWithinCaps(state, trigger)).toBe(true);
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
