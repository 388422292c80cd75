/** A message is handed to one execution at a time until it was dealt with: none is lost, none dealt with twice. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decideMailbox,
  emptyMailbox,
  foldMailbox,
  mailboxOf,
  mailboxStream,
  type AgentMessage,
  type Fact,
  type MailboxState,
  type MailboxTrigger,
} from '@batonhq/core';

const message = (id: string, more: Partial<AgentMessage> = {}): AgentMessage => ({
  id,
  from: 'agent:writer',
  to: 'editor',
  type: 'request',
  body: id,
  correlation: 'c',
  at: 1,
  origin: { kind: 'workflow' },
  ...more,
});

/** Decides on one trigger after the other. */
function after(...triggers: readonly MailboxTrigger[]) {
  let state: MailboxState = emptyMailbox;
  return triggers.map((trigger) => {
    const decided = decideMailbox(state, trigger);
    state = decided.state;
    return decided;
  });
}

const send = (id: string, more: Partial<AgentMessage> = {}) =>
  ({ kind: 'send', at: 1, message: message(id, more) }) as const;
const receive = (execution: string, request: string, more = {}) =>
  ({ kind: 'receive', at: 2, execution, request, limit: 10, only: {}, ...more }) as const;
const acknowledge = (execution: string, ...ids: readonly string[]) =>
  ({ kind: 'acknowledge', at: 3, execution, ids }) as const;
const leave = (execution: string) => ({ kind: 'leave', at: 4, execution }) as const;
const idsOf = (received: readonly AgentMessage[]): readonly string[] => received.map(({ id }) => id);

test('the same id is the same message', () => {
  const [, second, got] = after(send('m'), send('m', { body: 'other' }), receive('a', 'r'));
  expect(second).toMatchObject({ answer: 'known', facts: [] });
  expect(got?.received).toEqual([message('m')]);
});

test('who asks again by the same request gets the same; others get what is left', () => {
  const [, , first, again, other] = after(
    send('m1'),
    send('m2'),
    receive('a', 'r', { limit: 1 }),
    receive('a', 'r', { limit: 1 }),
    receive('b', 'r'),
  );
  expect(idsOf(first?.received ?? [])).toEqual(['m1']);
  expect(again).toMatchObject({ facts: [], received: first?.received });
  expect(idsOf(other?.received ?? [])).toEqual(['m2']);
});

test('what was dealt with is gone, also when that is said twice; others cannot say it', () => {
  const [, , foreign, first, again, rest] = after(
    send('m'),
    receive('a', 'r'),
    acknowledge('b', 'm'),
    acknowledge('a', 'm'),
    acknowledge('a', 'm', 'never'),
    receive('b', 'r'),
  );
  expect(foreign).toMatchObject({ answer: 'unknown', acknowledged: [] });
  expect(first).toMatchObject({ answer: 'accepted', acknowledged: ['m'] });
  expect(again).toMatchObject({ answer: 'unknown', acknowledged: [], facts: [] });
  expect(rest?.received).toEqual([]);
});

test('an execution that ends leaves what it had to the next; after five of them it is given up', () => {
  const rounds = [1, 2, 3, 4, 5].flatMap((n) => [receive(`e${n}`, 'r'), leave(`e${n}`)]);
  const decided = after(send('m'), ...rounds);
  expect(decided.map(({ received }) => received.length).filter((length) => length > 0)).toEqual([1, 1, 1, 1, 1]);
  expect(decided.at(-1)?.facts).toMatchObject([{ kind: 'message.abandoned', fields: { id: 'm', deliveries: 5 } }]);
  expect(decided.at(-1)?.state).toMatchObject({ waiting: [], abandoned: 1 });
});

test('a model that says the same for the third time about the same thing is not heard; a definition is', () => {
  const said = { origin: { kind: 'model' }, body: 'please do it' } as const;
  const [, , third, elsewhere] = after(
    send('m1', said),
    send('m2', said),
    send('m3', said),
    send('m4', { ...said, correlation: 'other' }),
  );
  expect(third).toMatchObject({ answer: 'loop', facts: [{ kind: 'message.refused' }] });
  expect(elsewhere?.answer).toBe('accepted');
  const written = after(...['w1', 'w2', 'w3', 'w4'].map((id) => send(id, { body: 'hourly' })));
  expect(written.map(({ answer }) => answer)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
});

test('whatever happens in whatever order, each message is dealt with once or still waits, and the facts fold to it', () => {
  const execution = fc.constantFrom('a', 'b', 'c');
  const id = fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6');
  const trigger: fc.Arbitrary<MailboxTrigger> = fc.oneof(
    id.map((one) => send(one)),
    fc
      .tuple(execution, fc.constantFrom('r1', 'r2'), fc.integer({ min: 1, max: 3 }))
      .map(([who, request, limit]) => receive(who, request, { limit })),
    fc.tuple(execution, id).map(([who, one]) => acknowledge(who, one)),
    execution.map(leave),
  );
  fc.assert(
    fc.property(fc.array(trigger, { maxLength: 40 }), (triggers) => {
      const decided = after(...triggers);
      const facts: readonly Fact[] = decided.flatMap((one) => one.facts);
      const end = decided.at(-1)?.state ?? emptyMailbox;
      const ids = (kind: string) => facts.flatMap((fact) => (fact.kind === kind ? [fact.fields] : []));
      const done = ids('message.acknowledged').map((fields) => fields['id']);
      expect(new Set(done).size).toBe(done.length);
      expect(end.sent).toBe(end.acknowledged + end.abandoned + end.waiting.length);
      expect(foldMailbox(facts)).toEqual(end);
      expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
    }),
    { numRuns: 200 },
  );
});

test('a mailbox is named by tenant and agent', () => {
  expect(mailboxOf(mailboxStream('a/b', 'editor'))).toEqual({ tenant: 'a/b', agent: 'editor' });
  expect(mailboxOf('tenant/local/keys')).toBeNull();
});
