import { setImmediate as turn } from 'node:timers/promises';
import { mailboxOf, mailboxStream, mailboxStreams, messageIn, type Fact, type FactStreams } from '@batonhq/core';
import type { MessageDoor, MessageListFilter, MessageStatus, MessageView } from './message-door.ts';

/** Facts of one mailbox that are looked through at most: what happened before those is for the tables. */
const looked = 5_000;

/** Facts that are looked at first; where they do not suffice, four times as many. */
const lately = 250;

/** Reads the messages of a journal, whoever owns it. */
export function messageReading(streams: Pick<FactStreams, 'facts' | 'standing'>): MessageDoor['list'] {
  return (filter) => listMessages(streams, filter);
}

/** Lists messages of a journal, whoever owns it: newest first. */
export async function listMessages(
  streams: Pick<FactStreams, 'facts' | 'standing'>,
  { tenant, agent, status, before = Infinity, limit = 100 }: MessageListFilter,
): Promise<readonly MessageView[]> {
  const found: MessageView[] = [];
  const isWanted = (one: MessageView): boolean => one.at < before && (status === undefined || one.status === status);
  const under = agent === undefined ? mailboxStreams(tenant) : mailboxStream(tenant, agent);
  for (const { stream, seq } of await streams.standing(under)) {
    const named = mailboxOf(stream);
    if (named === null || (agent !== undefined && named.agent !== agent)) continue;
    found.push(...(await newestIn(streams, { stream, last: seq, isWanted, limit })));
    await turn();
  }
  return found.toSorted((left, right) => right.at - left.at).slice(0, limit);
}

interface Mailbox {
  readonly stream: string;
  /** Number of its last fact. */
  readonly last: number;
  readonly isWanted: (message: MessageView) => boolean;
  readonly limit: number;
}

/** The newest messages of a mailbox, newest first: so many as are asked for, if there are. What became of one comes after it. */
async function newestIn(
  streams: Pick<FactStreams, 'facts'>,
  { stream, last, isWanted, limit }: Mailbox,
): Promise<readonly MessageView[]> {
  for (let length = lately; ; length = Math.min(looked, length * 4)) {
    const facts = await streams.facts(stream, { seq: Math.max(0, last - length) });
    const found = messagesIn(facts).filter(isWanted).toReversed();
    if (found.length >= limit || length >= Math.min(last, looked)) return found;
  }
}

function messagesIn(facts: readonly Fact[]): readonly MessageView[] {
  const messages = new Map<string, MessageView>();
  for (const fact of facts) {
    const sent = fact.kind === 'message.sent' ? messageIn(fact.fields['message']) : null;
    if (sent !== null) {
      messages.set(sent.id, { ...sent, status: 'waiting', deliveries: 0, execution: null, endedAt: null });
      continue;
    }
    const { id } = fact.fields;
    const known = typeof id === 'string' ? messages.get(id) : undefined;
    if (known !== undefined) messages.set(known.id, after(known, fact));
  }
  return [...messages.values()];
}

const becomes: Readonly<Record<string, MessageStatus>> = {
  'message.delivered': 'delivered',
  'message.released': 'waiting',
  'message.acknowledged': 'acknowledged',
  'message.abandoned': 'abandoned',
};

function after(message: MessageView, { kind, at, fields }: Fact): MessageView {
  const status = becomes[kind] ?? message.status;
  const { execution } = fields;
  return {
    ...message,
    status,
    deliveries: message.deliveries + (kind === 'message.delivered' ? 1 : 0),
    execution: typeof execution === 'string' ? execution : message.execution,
    endedAt: status === 'acknowledged' || status === 'abandoned' ? at : null,
  };
}
