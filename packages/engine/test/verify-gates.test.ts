/** I10: `doctor --verify` sees a call that was claimed past its gates, or by a yes to something else. */
import { viewOf, type ExecutionEvent, type GateWish, type Recorded } from '@batonhq/core';
import { verifyExecution } from '@batonhq/engine';
import { simulate } from '@batonhq/testing/core';
import { expect, test } from 'vitest';

const approval: GateWish = {
  gate: 'approval',
  asks: { roles: [], quorum: 2, expires: 60_000, reason: 'it is dangerous', subject: { version: '1.0.0' } },
};
const limit: GateWish = { gate: 'limit', asks: { resource: 'shop' } };

/** An execution that two people approved, and that had a place at the shop. */
function approved() {
  const text = [
    {
      guarded: {
        try: [{ pay: { call: 'pay', with: { amount: 3 } } }],
        catch: { retry: { delay: { seconds: 1 }, limit: { attempt: { count: 2 } } } },
      },
    },
  ];
  const execution = simulate(text, { gates: () => [approval, limit] });
  const [asked] = execution.of('approval.requested');
  const answer = { kind: 'approval', approval: asked?.approval ?? '', decision: 'approve', roles: 'all' } as const;
  execution.deliver({ ...answer, by: 'ada' });
  execution.deliver({ ...answer, by: 'ben' });
  execution.pass('guarded/pay').fail('guarded/pay').advance(1_000);
  execution.pass('guarded:1/pay').complete('guarded:1/pay', null);
  return execution;
}

const stored = (events: readonly Recorded[]) => ({
  id: 'x',
  events,
  row: null,
  timers: [],
  listens: [],
  snapshot: null,
  children: [],
});

function problems(change: (event: ExecutionEvent) => ExecutionEvent | null): readonly string[] {
  const { program, events } = approved();
  const changed = events.flatMap(({ event, ...rest }) => {
    const next = change(event);
    return next === null ? [] : [{ ...rest, event: next }];
  });
  const numbered = changed.map((recorded, index) => ({ ...recorded, seq: index + 1 }));
  return verifyExecution(stored(numbered), program)
    .filter(({ invariant }) => invariant === 'I10')
    .map(({ what }) => what);
}

test('what happened is right, by every other invariant too', () => {
  const { program, events, state } = approved();
  expect(verifyExecution({ ...stored(events), row: viewOf(state) }, program)).toEqual([]);
});

test.each<[string, (event: ExecutionEvent) => ExecutionEvent | null, RegExp]>([
  [
    'a gate that was not passed',
    (event) => (event.kind === 'gate.passed' && event.gate === 'limit' ? null : event),
    /claims guarded\/pay, which has not passed limit/,
  ],
  [
    'a person who never said yes',
    (event) => (event.kind === 'approval.decided' && event.by === 'ben' ? null : event),
    /without the 2 people it takes/,
  ],
  [
    'a person who said it twice',
    (event) => (event.kind === 'approval.decided' && event.by === 'ben' ? { ...event, by: 'ada' } : event),
    /counts ada twice/,
  ],
  [
    'other arguments than those that were approved',
    (event) =>
      event.kind === 'task.started' && event.effect?.kind === 'function'
        ? { ...event, effect: { ...event.effect, input: { amount: 3_000 } } }
        : event,
    /an approval of another call/,
  ],
  [
    'a retry with other arguments',
    (event) =>
      event.kind === 'task.started' && event.task === 'guarded:1/pay' && event.effect?.kind === 'function'
        ? { ...event, effect: { ...event.effect, input: { amount: 3_000 } } }
        : event,
    /again for another call/,
  ],
])('%s is found', (_what, change, expected) => {
  expect(problems(change).join('\n')).toMatch(expected);
});
