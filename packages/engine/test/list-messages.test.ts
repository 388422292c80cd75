/** However few facts are looked at, the newest messages are told as they stand: a page is the beginning of the whole list. */
import {
  decideMailbox,
  emptyMailbox,
  mailboxStream,
  mailboxToJson,
  type Fact,
  type MailboxState,
  type MailboxTrigger,
} from '@batonhq/core';
import { expect, test } from 'vitest';
import { messageReading, openSqliteJournal } from '../src/index.ts';
import { folder } from './open-engine.ts';

const tenant = 'local';

/** A mailbox that was sent so many messages; every third was received, and half of those were dealt with. */
function written(agent: string, count: number): { readonly facts: readonly Fact[]; readonly state: MailboxState } {
  let state = emptyMailbox;
  const facts: Fact[] = [];
  const take = (trigger: MailboxTrigger): void => {
    const decided = decideMailbox(state, trigger);
    state = decided.state;
    facts.push(...decided.facts);
  };
  for (let index = 0; index < count; index += 1) {
    const [at, id] = [index + 1, `${agent}-${index}`];
    const origin = { kind: 'user' } as const;
    const more = { from: 'person:dana', to: agent, type: 'request', body: index, correlation: id };
    take({ kind: 'send', at, message: { id, at, origin, ...more } });
    if (index % 3 > 0) continue;
    const [execution, request] = [`e${index}`, 'r'];
    take({ kind: 'receive', at, execution, request, limit: 1, only: { correlation: id } });
    if (index % 2 === 0) take({ kind: 'acknowledge', at, execution, ids: [id] });
  }
  return { facts, state };
}

test('a page of messages is the beginning of all of them, and each stands as it does', async () => {
  const journal = openSqliteJournal({ directory: folder().path });
  for (const [agent, count] of [
    ['editor', 200],
    ['reader', 90],
  ] as const) {
    const { facts, state } = written(agent, count);
    await journal.streams.append({
      stream: mailboxStream(tenant, agent),
      expectedSeq: 0,
      facts,
      state: mailboxToJson(state),
    });
  }
  const list = messageReading(journal.streams);
  const all = await list({ tenant, limit: 10_000 });
  expect(all).toHaveLength(290);
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((one, other) => other - one));
  expect(await list({ tenant, limit: 20 })).toEqual(all.slice(0, 20));
  expect(await list({ tenant })).toEqual(all.slice(0, 100));
  for (const status of ['waiting', 'delivered', 'acknowledged'] as const) {
    const those = all.filter((one) => one.status === status);
    expect(those.length).toBeGreaterThan(30);
    expect(await list({ tenant, status, limit: 30 })).toEqual(those.slice(0, 30));
  }
  const early = all.filter(({ at, to }) => at < 40 && to === 'editor');
  expect(await list({ tenant, agent: 'editor', before: 40 })).toEqual(early);
  await journal.close();
});
