import { expect } from 'vitest';
import { definition, recorded, withMetadata } from './backend-definitions.ts';
import { startWith, until, type BackendTrial } from './backend-trial.ts';

const rules = ['never', 'keyed', 'never', 'keyed', 'keyed', 'never', 'never', 'keyed'] as const;

/**
 * Executions with effects of each repeat rule while something dies again and again. In the end every effect has happened:
 * those that must not be repeated once, the others under one key; what is ambiguous a person settles meanwhile.
 */
export async function survive(trial: BackendTrial, name: string, kill: () => Promise<unknown>): Promise<void> {
  const { executions, kills } = trial.storm;
  const numbers = Array.from({ length: executions }, (_, index) => index);
  const ids = await Promise.all(numbers.map((number) => startWith(trial, stormDefinition(`${name}-${number}`))));
  const total = executions * rules.length;
  const settled = Promise.all(ids.map((id) => settleUntilEnded(trial, id)));
  for (let times = 0; times < kills; times++) {
    const enough = (total * (times + 1)) / (kills + 2);
    await until(() => trial.ledger.entries.filter((entry) => entry.name.startsWith(`${name}-`)).length > enough);
    await kill();
  }
  await settled;
  const expected = numbers.flatMap((number) => rules.map((_, index) => `${name}-${number}-${index}`));
  expect(expected.filter((each) => trial.ledger.keys(each).length !== 1)).toEqual([]);
  const once = expected.filter((each) => rules[Number(each.at(-1))] === 'never');
  expect(once.filter((each) => trial.ledger.count(each) !== 1)).toEqual([]);
}

function stormDefinition(name: string): ReturnType<typeof definition> {
  const tasks = rules.map((repeat, index) => ({
    [`step-${index}`]: withMetadata(recorded(`${name}-${index}`), { repeat }),
  }));
  return definition(name, tasks);
}

/** A person looks into the ledger and settles what is ambiguous, also while the backend is away for a moment. */
async function settleUntilEnded(trial: BackendTrial, id: string): Promise<void> {
  let trouble: unknown;
  await until(async () => {
    try {
      return await settleOnce(trial, id);
    } catch (error) {
      trouble = error;
      return false;
    }
  }, trial.storm.kills + 1).catch((error: unknown) => {
    throw trouble ?? error;
  });
}

/** True when the execution has completed. */
async function settleOnce({ backend, ledger }: BackendTrial, id: string): Promise<boolean> {
  const { view, waitingFor } = await backend.details(id);
  for (const waiting of waitingFor) {
    if (waiting.kind !== 'settlement') continue;
    const happened = ledger.count(`${view.definition.name}-${waiting.step.slice('step-'.length)}`) > 0;
    const decision = happened ? ({ kind: 'completed', output: null } as const) : ({ kind: 'repeat' } as const);
    await backend.settle(id, waiting.step, { by: 'ada', decision });
  }
  return view.phase === 'completed';
}
