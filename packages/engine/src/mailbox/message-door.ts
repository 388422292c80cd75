import type { AgentMessage, ContextOrigin, Json, MessageFilter } from '@batonhq/core';

/** What becomes of a message: it waits, an execution has it, it was dealt with, or it was given up. */
export type MessageStatus = 'waiting' | 'delivered' | 'acknowledged' | 'abandoned';

/** A message and how it stands. */
export interface MessageView extends AgentMessage {
  readonly status: MessageStatus;
  /** How often it was handed to an execution. */
  readonly deliveries: number;
  /** The execution that has it, or had it last. */
  readonly execution: string | null;
  /** When it was dealt with or given up, in milliseconds since 1970. */
  readonly endedAt: number | null;
}

/** A message to send. */
export interface MessageOrder {
  readonly tenant: string;
  /** The same id again is the same message. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly body: Json;
  readonly correlation: string;
  readonly origin: ContextOrigin;
}

/** What an execution wants out of a mailbox. */
export interface MessageRequest {
  readonly tenant: string;
  readonly agent: string;
  readonly execution: string;
  /** The same request again gets the same messages. */
  readonly request: string;
  readonly limit: number;
  readonly only?: MessageFilter;
}

/** Which messages to list. */
export interface MessageListFilter {
  readonly tenant: string;
  readonly agent?: string;
  readonly status?: MessageStatus;
  /** Sent before this time, in milliseconds since 1970. */
  readonly before?: number;
  /** 100 by default. */
  readonly limit?: number;
}

/** The mailboxes of agents. */
export interface MessageDoor {
  /**
   * Fulfils when the message is durable: true when it is new. Rejects with `OverloadedError` when the mailbox is full, and with
   * `MessageLoopError` when an agent says the same for the third time about the same thing.
   */
  send(order: MessageOrder): Promise<boolean>;
  /** Messages that the execution has from now on, until it acknowledges them or ends. */
  receive(request: MessageRequest): Promise<readonly AgentMessage[]>;
  /** Says that messages were dealt with. Rejects with `NotFoundError` for an id that the execution does not have. */
  acknowledge(order: {
    readonly tenant: string;
    readonly agent: string;
    readonly execution: string;
    readonly ids: readonly string[];
  }): Promise<void>;
  /** Newest first; of each mailbox what happened lately, and all that waits. */
  list(filter: MessageListFilter): Promise<readonly MessageView[]>;
  /** Fulfils when a message comes to the mailbox, or the signal is aborted. */
  arrival(tenant: string, agent: string, signal: AbortSignal): Promise<void>;
}
