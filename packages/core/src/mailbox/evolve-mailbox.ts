import { assert } from '../kernel/assert.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Json } from '../kernel/json.ts';
import { sha256 } from '../kernel/sha256.ts';
import type { Fact } from '../event/fact.ts';
import { NewerEventError } from '../event/newer-event-error.ts';
import {
  emptyMailbox,
  messageIn,
  type AgentMessage,
  type MailboxState,
  type MessageHolder,
  type WaitingMessage,
} from './mailbox-state.ts';

/** The version in which facts of mailboxes are written. */
export const mailboxFactVersion = 1;

/** Ids in one part. */
const partLength = 512;

/** Digests that are counted. */
const saidLately = 512;

/** Folds one fact into a mailbox. @throws {NewerEventError} for a fact that this release does not know. */
export function evolveMailbox(before: MailboxState, fact: Fact): MailboxState {
  const { seq, at, kind, version, fields } = fact;
  if (version > mailboxFactVersion) throw new NewerEventError(kind, version);
  const state = { ...before, seq, at };
  if (kind === 'message.sent') return sent(state, messageIn(fields['message']));
  const id = text(fields['id']);
  switch (kind) {
    case 'message.delivered': {
      const holder = { execution: text(fields['execution']), request: text(fields['request']) };
      return changed(state, id, (one) => delivered(one, holder));
    }
    case 'message.released':
      return changed(state, id, (one) => ({ ...one, holder: null }));
    case 'message.acknowledged':
      return { ...without(state, id), acknowledged: state.acknowledged + 1 };
    case 'message.abandoned':
      return { ...without(state, id), abandoned: state.abandoned + 1 };
    case 'message.refused':
      return state;
    default:
      throw new NewerEventError(kind, version);
  }
}

/** Folds the facts of a mailbox, from the first. */
export function foldMailbox(facts: readonly Fact[]): MailboxState {
  return facts.reduce(evolveMailbox, emptyMailbox);
}

/** Tells the same words of the same sender about the same thing from others. */
export function digestOf({ from, type, body, correlation }: Omit<AgentMessage, 'id' | 'at' | 'origin' | 'to'>): string {
  return sha256(canonicalJson([from, type, correlation, body])).slice(0, 16);
}

function sent(state: MailboxState, message: AgentMessage | null): MailboxState {
  assert(message !== null, 'a message that was sent is in its fact');
  const last = state.ids.at(-1);
  const isFull = last === undefined || last.size >= partLength;
  const digest = digestOf(message);
  const said = new Map(state.said);
  const times = (said.get(digest) ?? 0) + 1;
  said.delete(digest);
  said.set(digest, times);
  const [oldest] = said.keys();
  if (said.size > saidLately && oldest !== undefined) said.delete(oldest);
  return {
    ...state,
    said,
    sent: state.sent + 1,
    ids: isFull ? [...state.ids, new Set([message.id])] : [...state.ids.slice(0, -1), new Set([...last, message.id])],
    waiting: [...state.waiting, { message, holder: null, deliveries: 0 }],
  };
}

function delivered(one: WaitingMessage, holder: MessageHolder): WaitingMessage {
  assert(one.holder === null, 'a message is handed to one execution at a time');
  return { ...one, holder, deliveries: one.deliveries + 1 };
}

function changed(state: MailboxState, id: string, change: (one: WaitingMessage) => WaitingMessage): MailboxState {
  assert(
    state.waiting.some(({ message }) => message.id === id),
    'what happens to a message happens while it waits',
  );
  return { ...state, waiting: state.waiting.map((one) => (one.message.id === id ? change(one) : one)) };
}

function without(state: MailboxState, id: string): MailboxState {
  const waiting = state.waiting.filter(({ message }) => message.id !== id);
  assert(waiting.length === state.waiting.length - 1, 'a message is dealt with once');
  return { ...state, waiting };
}

function text(value: Json | undefined): string {
  assert(typeof value === 'string', 'a fact of a mailbox names messages and executions in texts');
  return value;
}
