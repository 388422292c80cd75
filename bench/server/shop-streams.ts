/** What executions of the shop spent and locked, in streams that span executions, written as an engine writes them. */
import {
  budgetStream,
  budgetToJson,
  decideBudget,
  decideLock,
  executionAccount,
  freeLock,
  lockStream,
  lockToJson,
  noBudget,
  tenantAccount,
  userAccount,
  type BudgetTrigger,
  type Fact,
  type FactStreams,
} from '@batonhq/core';

const tenant = 'local';
const first = Date.UTC(2026, 0, 1);
const apart = 60_000;
/** Executions whose facts are one commit. */
const together = 500;
const models = ['openai/small', 'openai/large', 'anthropic/large'] as const;

/** Every second execution paid for two calls: so many executions, two calls for each two of them. */
export async function writeSpending(streams: FactStreams, executions: number): Promise<void> {
  const stream = budgetStream(tenant);
  let state = noBudget;
  for (let from = 0; from < executions; from += together * 2) {
    const expectedSeq = state.seq;
    const facts: Fact[] = [];
    const take = (trigger: BudgetTrigger): string => {
      const decided = decideBudget(state, trigger);
      state = decided.state;
      facts.push(...decided.facts);
      return decided.granted?.reservation ?? '';
    };
    for (let index = from; index < Math.min(executions, from + together * 2); index += 2) pay(index, take);
    await streams.append({ stream, expectedSeq, facts, state: budgetToJson(state) });
  }
}

function pay(index: number, take: (trigger: BudgetTrigger) => string): void {
  const execution = executionAccount(`order-${String(index).padStart(7, '0')}`);
  const at = first + index * apart;
  const accounts = [execution, userAccount(`clerk-${index % 20}`), tenantAccount].map((account) => ({ account }));
  for (const call of [0, 1]) {
    const of = models[(index + call) % models.length] ?? models[0];
    const amounts = { money: 5_000, tokens: 2_000, calls: 1, time: 30_000 };
    const cost = { call: `${execution}/${call}`, accounts, amounts, of, currency: 'USD' };
    const reservation = take({ kind: 'reserve', at, ...cost });
    take({ kind: 'settle', at, reservation, spent: { money: 1_000 + index, tokens: 900, calls: 1, time: 800 } });
  }
  take({ kind: 'close', at, account: execution });
}

/** Locks that were held once each: a stream for each key, as where every customer has one. */
export async function writeLocks(streams: FactStreams, count: number): Promise<void> {
  for (let from = 0; from < count; from += together) {
    const indexes = Array.from({ length: Math.min(together, count - from) }, (_, index) => from + index);
    await Promise.all(indexes.map((index) => holdOnce(streams, index)));
  }
}

function holdOnce(streams: FactStreams, index: number): Promise<void> {
  const claim = { execution: `order-${index}`, task: 'pay', step: 'pay' };
  const asked = decideLock(freeLock, { kind: 'request', at: first, claim });
  const left = decideLock(asked.state, { kind: 'leave', at: first, ...claim });
  const stream = lockStream(tenant, `customer-${index}`);
  return streams.append({
    stream,
    expectedSeq: 0,
    facts: [...asked.facts, ...left.facts],
    state: lockToJson(left.state),
  });
}
