import { isDeepStrictEqual } from 'node:util';
import {
  budgetFromJson,
  budgetOf,
  budgetToJson,
  evolveBudget,
  measures,
  noBudget,
  type BudgetState,
  type Fact,
} from '@batonhq/core';
import type { Finding, Invariant } from './examined.ts';
import type { StoredStream } from './fact-streams.ts';

const fixes: Readonly<Partial<Record<Invariant, string>>> = {
  I4: 'the facts are right and what is kept is not: report this journal, it is a defect of Baton',
  I6: 'two processes wrote: make sure that one owns the folder, and report this journal',
  I8: 'compare what was spent with the bills of the providers, and report this journal, it is a defect of Baton',
};

/**
 * What must hold of the stream of a tenant's spending: I8, nothing is set aside that does not fit into every account that
 * pays, and what an account has set aside is what its open calls have; I4, what is kept is what the facts come to.
 * Nothing for any other stream.
 */
export function verifyBudget({ stream, facts, kept }: StoredStream): readonly Finding[] {
  const tenant = budgetOf(stream);
  if (tenant === null) return [];
  const found = (invariant: Invariant, what: string): Finding => ({
    invariant,
    execution: null,
    what: `the spending of ${tenant}: ${what}`,
    fix: fixes[invariant] ?? '',
  });
  const problems: Finding[] = [];
  let state = noBudget;
  for (const fact of facts) {
    try {
      state = evolveBudget(state, fact);
    } catch (error) {
      return [found('I6', `fact ${fact.seq} does not fit: ${error instanceof Error ? error.message : String(error)}`)];
    }
    problems.push(...overdrawn(state, fact).map((what) => found('I8', what)));
  }
  problems.push(...unbalanced(state).map((what) => found('I8', what)));
  if (!isKept(state, kept)) problems.push(found('I4', 'its kept state differs from its facts'));
  return problems;
}

/** Accounts that pay for what was just set aside and cannot. */
function overdrawn({ accounts }: BudgetState, { kind, seq, fields }: Fact): readonly string[] {
  if (kind !== 'budget.reserved' || !Array.isArray(fields['accounts'])) return [];
  return fields['accounts'].map(String).flatMap((name) => {
    const { caps = {}, spent = {}, reserved = {} } = accounts.get(name) ?? {};
    return measures.flatMap((measure) => {
      const [cap, used] = [caps[measure], (spent[measure] ?? 0) + (reserved[measure] ?? 0)];
      return cap === undefined || used <= cap ? [] : [`after fact ${seq} ${name} has ${used} ${measure} of ${cap}`];
    });
  });
}

function unbalanced({ accounts, reservations }: BudgetState): readonly string[] {
  return [...accounts].flatMap(([name, { reserved }]) =>
    measures.flatMap((measure) => {
      const open = [...reservations.values()].filter((one) => one.accounts.includes(name));
      const sum = open.reduce((total, { amounts }) => total + (amounts[measure] ?? 0), 0);
      return sum === (reserved[measure] ?? 0)
        ? []
        : [`${name} has set aside ${reserved[measure]} ${measure}, not ${sum}`];
    }),
  );
}

/** A kept state of another form is passed over when it is read, so it says nothing here. */
function isKept(state: BudgetState, kept: StoredStream['kept']): boolean {
  if (kept === null || kept === 'damaged' || budgetFromJson(kept) === null) return true;
  return isDeepStrictEqual(kept, JSON.parse(JSON.stringify(budgetToJson(state))));
}
