/** The check of a journal notices spending that no decision allowed, books that do not add up, and a kept state that lies. */
import { budgetToJson, decideBudget, foldBudget, noBudget, type Fact } from '@batonhq/core';
import { expect, test } from 'vitest';
import { verifyBudget } from '../src/index.ts';

const stream = 'tenant/local/budget';

function fact(seq: number, kind: string, fields: Fact['fields']): Fact {
  return { seq, at: seq, kind, version: 1, fields };
}

const capped = fact(1, 'budget.capped', { account: 'tenant', caps: { tokens: 100 } });
const reserved = (seq: number, tokens: number): Fact =>
  fact(seq, 'budget.reserved', { reservation: `c@${seq}`, of: 'model', accounts: ['tenant'], amounts: { tokens } });

function whatIsFound(
  facts: readonly Fact[],
  kept: Parameters<typeof verifyBudget>[0]['kept'] = null,
): readonly string[] {
  return verifyBudget({ stream, facts, kept }).map(({ invariant, what }) => `${invariant} ${what}`);
}

test('what decisions wrote is sound, and so is its kept state', () => {
  const { facts, state } = decideBudget(noBudget, {
    kind: 'reserve',
    at: 1,
    call: 'c',
    of: 'model',
    accounts: [{ account: 'tenant', caps: { tokens: 100 } }],
    amounts: { tokens: 100 },
  });
  expect(whatIsFound(facts, budgetToJson(state))).toEqual([]);
  expect(whatIsFound(facts, 'damaged')).toEqual([]);
});

test('what does not fit, what was settled twice, and what was kept wrong are found', () => {
  expect(whatIsFound([capped, reserved(2, 60), reserved(3, 41)])).toEqual([
    'I8 the spending of local: after fact 3 tenant has 101 tokens of 100',
  ]);
  const settled = (seq: number): Fact => fact(seq, 'budget.settled', { reservation: 'c@2', spent: { tokens: 1 } });
  expect(whatIsFound([capped, reserved(2, 60), settled(3), settled(4)])).toEqual([
    expect.stringMatching(/^I6 .*fact 4 does not fit: .*c@2 was never reserved/),
  ]);
  const wrong = { ...budgetToJson(foldBudget([capped])), seq: 7 };
  expect(whatIsFound([capped], wrong)).toEqual(['I4 the spending of local: its kept state differs from its facts']);
  expect(verifyBudget({ stream: 'tenant/local/lock/budget', facts: [], kept: null })).toEqual([]);
});
