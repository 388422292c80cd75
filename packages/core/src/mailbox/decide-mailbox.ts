import type { Fact } from '../event/fact.ts';
import type { JsonObject } from '../kernel/json.ts';
import { digestOf, evolveMailbox, mailboxFactVersion } from './evolve-mailbox.ts';
import { wasSent, type AgentMessage, type MailboxState, type WaitingMessage } from './mailbox-state.ts';

/** What reaches a mailbox. */
export type MailboxTrigger =
  /** A message is sent. The same id again changes nothing. */
  | { readonly kind: 'send'; readonly at: number; readonly message: AgentMessage }
  /** An execution wants messages. The same request again gets the same ones. */
  | {
      readonly kind: 'receive';
      readonly at: number;
      readonly execution: string;
      readonly request: string;
      readonly limit: number;
      readonly only: MessageFilter;
    }
  /** An execution has dealt with messages that it has in hand. */
  | {
      readonly kind: 'acknowledge';
      readonly at: number;
      readonly execution: string;
      readonly ids: readonly string[];
    }
  /** An execution has ended: what it has in hand goes to the next. */
  | { readonly kind: 'leave'; readonly at: number; readonly execution: string };

/** Which messages an execution wants. */
export interface MessageFilter {
  readonly from?: string;
  readonly type?: string;
  readonly correlation?: string;
}

/** What a trigger comes to. */
export interface MailboxDecision {
  readonly state: MailboxState;
  readonly facts: readonly Fact[];
  /** For `receive`: what the execution has in hand by this request. */
  readonly received: readonly AgentMessage[];
  /** For `send`: what became of it. For `acknowledge`: `accepted`, or `unknown` when an id is not in its hand. */
  readonly answer: 'accepted' | 'known' | 'loop' | 'full' | 'unknown';
  /** Ids that were acknowledged by this very trigger. */
  readonly acknowledged: readonly string[];
}

/** After so many executions that ended without dealing with a message it is given up, and people are told. */
const mostDeliveries = 5;

/** Messages that wait in one mailbox: beyond that nobody deals with it. */
const mostWaiting = 10_000;

/** How often an agent may say the same to the same about the same thing. */
const mostSaid = 2;

/**
 * Decides about a mailbox. Pure.
 *
 * A message goes to one execution, which has it until it acknowledges it or ends; then it goes to the next. So it is
 * dealt with at least once, and by two only when the first ended without saying that it had.
 */
export function decideMailbox(state: MailboxState, trigger: MailboxTrigger): MailboxDecision {
  const deciding = new Deciding(state, trigger.at);
  switch (trigger.kind) {
    case 'send':
      return send(deciding, trigger.message);
    case 'receive':
      return receive(deciding, trigger);
    case 'acknowledge':
      return acknowledge(deciding, trigger);
    case 'leave':
      return leave(deciding, trigger.execution);
  }
}

function send(deciding: Deciding, message: AgentMessage): MailboxDecision {
  const { state } = deciding;
  if (wasSent(state, message.id)) return deciding.end('known');
  if (state.waiting.length >= mostWaiting) return deciding.end('full');
  // Only models go round in circles; a definition that says the same every time was written so.
  const times = message.origin.kind === 'model' ? (state.said.get(digestOf(message)) ?? 0) : 0;
  if (times >= mostSaid) {
    const { id, from, type, correlation } = message;
    deciding.record('message.refused', { id, from, type, correlation, why: 'loop', times });
    return deciding.end('loop');
  }
  deciding.record('message.sent', { message: { ...message, origin: { ...message.origin } } });
  return deciding.end('accepted');
}

function receive(
  deciding: Deciding,
  { execution, request, limit, only }: MailboxTrigger & { readonly kind: 'receive' },
): MailboxDecision {
  const isOurs = ({ holder }: WaitingMessage): boolean => holder?.execution === execution && holder.request === request;
  const before = deciding.state.waiting.filter(isOurs);
  if (before.length === 0)
    for (const { message, holder } of deciding.state.waiting
      .filter((one) => one.holder === null && fits(one.message, only))
      .slice(0, limit))
      if (holder === null) deciding.record('message.delivered', { id: message.id, execution, request });
  const received = deciding.state.waiting.filter(isOurs).map(({ message }) => message);
  return { ...deciding.end('accepted'), received };
}

function acknowledge(
  deciding: Deciding,
  { execution, ids }: MailboxTrigger & { readonly kind: 'acknowledge' },
): MailboxDecision {
  const acknowledged: string[] = [];
  let answer: MailboxDecision['answer'] = 'accepted';
  for (const id of new Set(ids)) {
    const found = deciding.state.waiting.find(({ message }) => message.id === id);
    if (found?.holder?.execution === execution) {
      deciding.record('message.acknowledged', { id, execution });
      acknowledged.push(id);
    } else if (found !== undefined || !wasSent(deciding.state, id)) answer = 'unknown';
  }
  return { ...deciding.end(answer), acknowledged };
}

function leave(deciding: Deciding, execution: string): MailboxDecision {
  for (const { message, deliveries } of deciding.state.waiting.filter(
    ({ holder }) => holder?.execution === execution,
  )) {
    const kind = deliveries >= mostDeliveries ? 'message.abandoned' : 'message.released';
    deciding.record(kind, { id: message.id, execution, deliveries });
  }
  return deciding.end('accepted');
}

function fits(message: AgentMessage, only: MessageFilter): boolean {
  return (['from', 'type', 'correlation'] as const).every(
    (name) => only[name] === undefined || only[name] === message[name],
  );
}

/** Folds each fact in at once. Time never goes back. */
class Deciding {
  state: MailboxState;
  readonly #facts: Fact[] = [];
  readonly #at: number;

  constructor(state: MailboxState, at: number) {
    this.state = state;
    this.#at = Math.max(at, state.at);
  }

  record(kind: string, fields: JsonObject): void {
    const fact = { seq: this.state.seq + 1, at: this.#at, kind, version: mailboxFactVersion, fields };
    this.#facts.push(fact);
    this.state = evolveMailbox(this.state, fact);
  }

  end(answer: MailboxDecision['answer']): MailboxDecision {
    return { state: this.state, facts: this.#facts, received: [], acknowledged: [], answer };
  }
}
