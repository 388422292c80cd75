import fc from 'fast-check';
import { simulate } from '@batonhq/testing/core';
import { expect } from 'vitest';

const people = ['ada', 'ben', 'eve'] as const;
const person = fc.constantFrom(...people);
const roles = { ada: ['board'], ben: ['board', 'finance'], eve: ['sales'] } as const;

/** What may happen to a question in the same instant. */
const act = fc.oneof(
  fc.record({ kind: fc.constant('approve' as const), by: person }),
  fc.record({ kind: fc.constant('deny' as const), by: person }),
  fc.record({ kind: fc.constant('amend' as const), by: person, amount: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constantFrom('expire' as const, 'pause' as const, 'resume' as const, 'crash' as const) }),
  fc.record({ kind: fc.constant('cancel' as const) }),
);

/**
 * However approvals, denials, changes, the end of the time, pauses, crashes and a cancellation follow each other: the call
 * is made at most once, only when enough people with the role said yes to just what it is given, and never after a no.
 * Gives how often it was made.
 */
export function playRaces(times: number): number {
  let made = 0;
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), fc.integer({ min: 1, max: 2 }), (acts, quorum) => {
      const metadata = { approval: { roles: ['board'], quorum, expires: 'PT1H' } };
      const execution = simulate([{ pay: { call: 'pay', with: { amount: 0 }, metadata } }]);
      for (const one of acts) {
        const approval = execution.of('approval.requested').at(-1)?.approval ?? '';
        if ('by' in one) {
          const said = { approval, by: one.by, roles: roles[one.by] };
          if (one.kind === 'amend') execution.deliver({ kind: 'amend', ...said, input: { amount: one.amount } });
          else execution.deliver({ kind: 'approval', ...said, decision: one.kind });
        } else if (one.kind === 'expire') execution.advance(3_600_000);
        else if (one.kind !== 'crash') execution.deliver({ kind: one.kind });
        else if (execution.state.endedAt === null) execution.crash();
      }
      checkOutcome(execution, quorum);
      made += execution.of('gate.passed').length > 0 ? 1 : 0;
    }),
    { numRuns: times },
  );
  return made;
}

type Played = ReturnType<typeof simulate>;

function checkOutcome(execution: Played, quorum: number): void {
  const claims = execution.of('step.claimed').filter(({ attempt }) => attempt === 1);
  const passes = execution.of('gate.passed').filter(({ pass }) => pass['again'] !== true);
  expect(claims.length).toBeLessThanOrEqual(1);
  expect(passes).toHaveLength(claims.length);
  const last = execution.of('approval.requested').at(-1)?.approval;
  const answers = execution.of('approval.decided').filter(({ approval }) => approval === last);
  const yes = new Set(answers.flatMap(({ decision, by }) => (decision === 'approve' ? [by] : [])));
  const isDenied = answers.some(({ decision }) => decision === 'deny');
  expect([...yes].every((by) => by !== 'eve')).toBe(true);
  expect(claims.length === 1).toBe(yes.size >= quorum);
  if (isDenied) expect(claims).toEqual([]);
  const given = execution.of('approval.amended').at(-1)?.input ?? { amount: 0 };
  const open = execution.open.get('pay');
  if (open !== undefined) expect(open.effect).toMatchObject({ input: given });
  if (claims.length === 0) expect(open).toBeUndefined();
}
