import { budgetStream, foldBudget, type Fact } from '@batonhq/core';
import { verifyBudget } from '@batonhq/engine';
import type { Seed } from '../random/seeded-random.ts';
import type { Violation } from './effect-checks.ts';
import type { Ledger } from './ledger.ts';
import { isOfOldWorld } from './regression-seeds.ts';

/** What a step of a durable function costs at most, in tokens. */
export const mostCost = 20;

/** What the executions and the one tenant of a thrifty world may spend. */
export const thriftyBudgets = { execution: { tokens: 70 }, tenant: { tokens: 600 } } as const;

const stream = budgetStream('local');

/** In a third of the worlds steps cost something. Not where an old seed tells of something else: it would lose its meaning. */
export function isThrifty(seed: Seed): boolean {
  return seed % 3 === 0 && !isOfOldWorld(seed);
}

/** What the effect of a key costs, 0 to `mostCost`: the same each time, and chance to whoever looks at many. */
export function costOf(key: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) sum = Math.imul(sum ^ key.charCodeAt(index), 0x01000193);
  return ((sum ^ (sum >>> 15)) >>> 0) % (mostCost + 1);
}

/** The streams of facts on a disk. */
interface DurableFacts {
  read(stream: string, after: { readonly seq: number }): readonly Fact[];
}

/** Once every execution has ended, nothing is set aside, and no account of one is left. */
export function checkClosed(durable: DurableFacts): readonly Violation[] {
  const { accounts, reservations } = foldBudget(durable.read(stream, { seq: 0 }));
  const left = [...accounts.keys()].filter((account) => account.startsWith('execution/'));
  return [
    ...[...reservations.keys()].map((id) => `budget: ${id} is never settled`),
    ...left.map((account) => `budget: ${account} is never closed`),
  ];
}

/** No cap is exceeded, by what the journal says and by what the other side charged; and the books miss nothing of that. */
export function checkBudgets(durable: DurableFacts, ledger: Ledger): readonly Violation[] {
  const facts = durable.read(stream, { seq: 0 });
  const findings = verifyBudget({ stream, facts, kept: null }).map(({ invariant, what }) => `${invariant} ${what}`);
  const { spent = {}, reserved = {} } = foldBudget(facts).accounts.get('tenant') ?? {};
  const written = (spent.tokens ?? 0) + (reserved.tokens ?? 0);
  const { execution, tenant } = thriftyBudgets;
  const overspent = [...ledger.charges].flatMap(([id, tokens]) =>
    tokens > execution.tokens ? [`budget ${id}: ${tokens} tokens were charged, ${execution.tokens} are allowed`] : [],
  );
  const charged = [...ledger.charges.values()].reduce((sum, tokens) => sum + tokens, 0);
  return [
    ...findings,
    ...overspent,
    ...(charged > tenant.tokens ? [`budget: ${charged} tokens were charged, ${tenant.tokens} are allowed`] : []),
    ...(charged > written ? [`budget: ${charged} tokens were charged, ${written} are written down`] : []),
  ];
}
