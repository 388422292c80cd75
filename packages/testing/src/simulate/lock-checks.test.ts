/** The check of mutual exclusion notices two inside, tokens that do not grow, and locks that are never given back. */
import { lockStream, type ExecutionEvent, type Operation } from '@batonhq/core';
import { expect, test } from 'vitest';
import { DurableState } from '../memory-journal/durable-state.ts';
import { checkLocks, checkLocksAreFree } from './lock-checks.ts';

type Line = readonly [execution: string, event: ExecutionEvent];

const acquired = (task: string, token: number): ExecutionEvent => ({ kind: 'lock.acquired', task, key: 'k', token });
const completed = (task: string): ExecutionEvent => ({ kind: 'task.completed', task });
const claimed = (step: string, operation: Operation): ExecutionEvent => ({
  kind: 'step.claimed',
  step,
  attempt: 1,
  operation,
});
const asks = (step: string): ExecutionEvent =>
  claimed(step, { kind: 'call', effect: { kind: 'lock', key: 'k', task: step }, repeat: 'safe' });
const granted = (step: string, token: number): ExecutionEvent => ({
  kind: 'step.completed',
  step,
  output: { key: 'k', token },
});

function journal(lines: readonly Line[]): DurableState {
  const durable = new DurableState();
  for (const [execution, event] of lines) {
    const expectedSeq = durable.streams.get(execution)?.seq ?? 0;
    durable.apply({ execution, expectedSeq, events: [{ seq: expectedSeq + 1, at: 0, event }], timers: [] });
  }
  return durable;
}

test('one after the other, and inside of itself, is as it should be', () => {
  const sound = journal([
    ['a', acquired('t', 1)],
    ['a', asks('t/f|lock(k)#0')],
    ['a', granted('t/f|lock(k)#0', 1)],
    ['a', completed('t')],
    ['b', asks('f|lock(k)#0')],
    ['b', granted('f|lock(k)#0', 2)],
    ['b', claimed('f|release()#0', { kind: 'release', of: ['f|lock(k)#0'] })],
    ['c', acquired('t', 3)],
    ['c', { kind: 'task.cancelled', task: 't', reason: 'why not' }],
    ['d', acquired('t', 4)],
  ]);
  expect(checkLocks(sound)).toEqual([]);
});

test('two at once are noticed, in tasks and in functions, and so is a token that was there before', () => {
  expect(
    checkLocks(
      journal([
        ['a', acquired('t', 1)],
        ['b', acquired('t', 2)],
      ]),
    ),
  ).toEqual(['lock: b t got k while a t had it']);
  const early = journal([
    ['a', asks('f|lock(k)#0')],
    ['a', granted('f|lock(k)#0', 1)],
    ['a', { kind: 'task.completed', task: 'other' }],
    ['b', acquired('t', 1)],
  ]);
  expect(checkLocks(early)).toEqual([
    'lock: b t got k while a f|lock(k)#0 had it',
    'lock: b t got k with token 1, which is no new one',
  ]);
});

test('a lock that somebody still has in the end is noticed', () => {
  const durable = new DurableState();
  const state = { seq: 0, at: 0, token: 1, holder: { execution: 'a', task: 't', step: 't/t', since: 0 }, waiting: [] };
  const fact = { seq: 1, at: 0, kind: 'lock.requested', version: 1, fields: {} };
  durable.facts.apply({ stream: lockStream('local', 'k'), expectedSeq: 0, facts: [fact], state });
  expect(checkLocksAreFree(durable)).toEqual([expect.stringContaining('is not free in the end')]);
});
