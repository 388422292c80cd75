/** A book of costs that is kept says what one says that is begun anew, while somebody spends and after a restart. */
import {
  budgetStream,
  budgetToJson,
  decideBudget,
  executionAccount,
  noBudget,
  type BudgetTrigger,
} from '@batonhq/core';
import { expect, test } from 'vitest';
import { CostBook, openSqliteJournal } from '../src/index.ts';
import { folder } from './open-engine.ts';

test('a book that is kept says the same as a new one, and as the next process', async () => {
  const directory = folder().path;
  const journal = openSqliteJournal({ directory });
  let state = noBudget;
  const spend = async (from: number, count: number): Promise<void> => {
    const expectedSeq = state.seq;
    const facts = Array.from({ length: count }, (_, index) => index + from).flatMap((index) => {
      const accounts = [executionAccount(`e${index % 7}`), 'user/ada', 'tenant'].map((account) => ({ account }));
      const amounts = { money: 5, calls: 1 };
      const cost = { call: `c${index}`, accounts, amounts, of: `model-${index % 3}`, currency: 'USD' };
      const trigger: BudgetTrigger = { kind: 'reserve', at: index * 3_600_000, ...cost };
      const reserved = decideBudget(state, trigger);
      const reservation = reserved.granted?.reservation ?? '';
      const settled = decideBudget(reserved.state, {
        kind: 'settle',
        at: trigger.at,
        reservation,
        spent: { money: 3 },
      });
      state = settled.state;
      return [...reserved.facts, ...settled.facts];
    });
    await journal.streams.append({ stream: budgetStream('local'), expectedSeq, facts, state: budgetToJson(state) });
  };
  const kept = new CostBook(journal.streams);
  expect((await kept.of('local')).page().entries).toEqual([]);
  await spend(0, 80);
  // Two at once, one of them before anything was read, and one after more was spent.
  const [one, other] = await Promise.all([kept.of('local'), kept.of('local')]);
  expect(one).toBe(other);
  expect(one.sums(['of']).total.spent).toEqual({ money: 240 });
  await spend(80, 25);
  const told = (await kept.of('local')).page().entries;
  expect(told).toEqual((await new CostBook(journal.streams).of('local')).page().entries);
  expect((await kept.of('elsewhere')).page().entries).toEqual([]);
  await journal.close();

  const again = openSqliteJournal({ directory });
  const entries = (await new CostBook(again.streams).of('local')).page().entries;
  await again.close();
  expect(entries).toEqual(told);
});
