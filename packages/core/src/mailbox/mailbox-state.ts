import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { ContextOrigin } from '../shared-context/context-state.ts';

/** A message between agents, as all of them read it. */
export type AgentMessage = {
  /** The same id again is the same message. */
  readonly id: string;
  /** Who sent it, as Baton knows: `agent:NAME`, `workflow:NAMESPACE/NAME` or `person:NAME`. */
  readonly from: string;
  /** The agent whose mailbox it lies in. */
  readonly to: string;
  /** What kind of message it is, such as `request` or `result`. */
  readonly type: string;
  readonly body: Json;
  /** What it belongs to; the execution that sent it unless it says otherwise. */
  readonly correlation: string;
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
  /** Where its words came from. */
  readonly origin: ContextOrigin;
};

/** Who has a message in hand: an execution, and the request by which it asked. */
export type MessageHolder = { readonly execution: string; readonly request: string };

/** A message that nobody has dealt with yet. */
export type WaitingMessage = {
  readonly message: AgentMessage;
  readonly holder: MessageHolder | null;
  /** How often it was handed out. */
  readonly deliveries: number;
};

/**
 * The mailbox of an agent of one tenant, as a fold of its stream.
 *
 * Invariants: a message is in `waiting` from when it was sent until it was acknowledged or given up; one execution has it
 * in hand at a time, and keeps it until it acknowledges it or ends; an id is sent once.
 */
export interface MailboxState {
  readonly seq: number;
  readonly at: number;
  /** In the order they were sent. */
  readonly waiting: readonly WaitingMessage[];
  /** Ids of all messages ever sent here, in parts so that one more costs little. */
  readonly ids: readonly ReadonlySet<string>[];
  /** What was said lately, by a digest, and how often: the same again and again is a loop. */
  readonly said: ReadonlyMap<string, number>;
  readonly sent: number;
  readonly acknowledged: number;
  readonly abandoned: number;
}

/** A mailbox that nobody wrote to. */
export const emptyMailbox: MailboxState = {
  seq: 0,
  at: 0,
  waiting: [],
  ids: [],
  said: new Map(),
  sent: 0,
  acknowledged: 0,
  abandoned: 0,
};

/** The name of a mailbox's stream. */
export function mailboxStream(tenant: string, agent: string): string {
  return `${mailboxStreams(tenant)}${agent}`;
}

/** How the names of a tenant's mailboxes begin. */
export function mailboxStreams(tenant: string): string {
  return `mailbox/${encodeURIComponent(tenant)}/`;
}

/** The mailbox that a stream is; null for the stream of anything else. */
export function mailboxOf(stream: string): { readonly tenant: string; readonly agent: string } | null {
  const { tenant, agent } = /^mailbox\/(?<tenant>[^/]+)\/(?<agent>[^]+)$/.exec(stream)?.groups ?? {};
  return tenant === undefined || agent === undefined ? null : { tenant: decodeURIComponent(tenant), agent };
}

/** What a journal keeps beside the facts: how many, and who has any in hand. What they say is in the facts. */
export function mailboxToJson({ seq, at, waiting, sent, acknowledged, abandoned }: MailboxState): JsonObject {
  const holders = [...new Set(waiting.flatMap(({ holder }) => (holder === null ? [] : [holder.execution])))];
  return { seq, at, waiting: waiting.length, sent, acknowledged, abandoned, holders };
}

/** The executions that had messages in hand, by what was kept; null when it says nothing of that. */
export function holdersIn(json: JsonObject): readonly string[] | null {
  const { holders } = json;
  return Array.isArray(holders) && holders.every((one) => typeof one === 'string') ? holders : null;
}

/** Reads a message; null when it is none. */
export function messageIn(json: Json | undefined): AgentMessage | null {
  if (!isJsonObject(json)) return null;
  const texts = ['id', 'from', 'to', 'type', 'correlation'].every((name) => typeof json[name] === 'string');
  return texts && typeof json['at'] === 'number' && isJsonObject(json['origin'])
    ? (json as JsonObject & AgentMessage)
    : null;
}

/** True when a message of this id was sent here before. */
export function wasSent({ ids }: MailboxState, id: string): boolean {
  return ids.some((part) => part.has(id));
}
