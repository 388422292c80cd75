import {
  decideMailbox,
  foldMailbox,
  holdersIn,
  mailboxOf,
  mailboxStream,
  mailboxToJson,
  type ExecutionState,
  type FactStreams,
  type MailboxDecision,
  type MailboxState,
  type MailboxTrigger,
  type StreamJournal,
} from '@batonhq/core';
import { EngineClosedError, NotFoundError, OverloadedError, PayloadError } from '../errors.ts';
import { FactQueues } from '../fact/fact-queue.ts';
import type { Clock } from '../time/clock.ts';
import type { MessageDoor, MessageListFilter, MessageOrder, MessageRequest, MessageView } from './message-door.ts';
import { MessageLoopError } from './message-loop-error.ts';
import { listMessages } from './read-messages.ts';

/** What mailboxes need of the engine around them. */
export interface MailboxHost {
  readonly journal: Pick<StreamJournal, 'streams' | 'view'>;
  readonly clock: Clock;
  now(): number;
  /** Throws when nothing is taken any more. */
  readonly checkOpen: () => void;
  /** The engine cannot go on. */
  failed(error: unknown): void;
  warn(error: unknown, execution?: string): void;
}

/** Mailboxes that are kept in memory. */
const keptIdle = 200;

/** Characters of a body as JSON. */
const largestBody = 256 * 1024;

/** Milliseconds after which whoever found a mailbox full may try again. */
const patience = 5_000;

/**
 * The mailboxes of all tenants: each is decided in a stream of its own.
 *
 * Invariants: a message that was taken in is durable; an execution that ends gives back what it did not acknowledge, and
 * what a crash left undone there is made up for at the next start, because the mailbox says which execution has what.
 */
export class Mailboxes implements MessageDoor {
  readonly #host: MailboxHost;
  readonly #queues: FactQueues<MailboxState>;
  /** The mailboxes from which each execution has messages. */
  readonly #held = new Map<string, Set<string>>();
  readonly #listening = new Map<string, Set<() => void>>();

  constructor(host: MailboxHost) {
    this.#host = host;
    const { journal, clock } = host;
    const kind = { load: storedMailbox, toJson: mailboxToJson };
    this.#queues = new FactQueues({ streams: journal.streams, clock }, kind, keptIdle);
  }

  /** Reads who has messages in hand. */
  async open(): Promise<void> {
    const { streams } = this.#host.journal;
    for (const { stream, state } of await streams.standing('mailbox/')) {
      if (mailboxOf(stream) === null) continue;
      const kept = state === null ? null : holdersIn(state);
      for (const execution of kept ?? holdersOf(await storedMailbox(streams, stream))) this.#note(execution, stream);
    }
  }

  /** Gives back what executions had that ended while nobody looked. */
  async reconcile(): Promise<void> {
    for (const execution of this.#held.keys()) {
      const view = await this.#host.journal.view(execution);
      if (view === null || view.endedAt !== null) await this.#leave(execution);
    }
  }

  /** An execution has ended. */
  ended({ id }: ExecutionState): void {
    if (this.#held.has(id)) this.#leave(id).catch((error: unknown) => this.#failed(error, id));
  }

  async send({ tenant, ...order }: MessageOrder): Promise<boolean> {
    this.#host.checkOpen();
    const size = JSON.stringify(order.body).length;
    if (size > largestBody)
      throw new PayloadError(`a message has at most ${largestBody} characters, this one has ${size}: send a path`);
    const stream = mailboxStream(tenant, order.to);
    const message = { ...order, at: this.#host.now() };
    const { answer } = await this.#advance(stream, { kind: 'send', at: message.at, message });
    if (answer === 'full') throw new OverloadedError(`messages in the mailbox of ${order.to}`, patience);
    if (answer === 'loop')
      throw new MessageLoopError(
        `${order.from} says the same to ${order.to} for the third time, and nothing has changed: stopped`,
      );
    if (answer === 'accepted') this.#arrived(stream);
    return answer === 'accepted';
  }

  async receive({ tenant, agent, only = {}, ...request }: MessageRequest): ReturnType<MessageDoor['receive']> {
    this.#host.checkOpen();
    const stream = mailboxStream(tenant, agent);
    this.#note(request.execution, stream);
    const { received } = await this.#advance(stream, { kind: 'receive', at: this.#host.now(), only, ...request });
    // Code of an execution that was cancelled meanwhile may still be on its way here.
    const view = received.length === 0 ? null : await this.#host.journal.view(request.execution);
    if (view !== null && view.endedAt !== null) await this.#leave(request.execution);
    return received;
  }

  async acknowledge({ tenant, agent, execution, ids }: Parameters<MessageDoor['acknowledge']>[0]): Promise<void> {
    this.#host.checkOpen();
    const trigger = { kind: 'acknowledge', at: this.#host.now(), execution, ids } as const;
    const { answer } = await this.#advance(mailboxStream(tenant, agent), trigger);
    if (answer === 'unknown')
      throw new NotFoundError(`the execution ${execution} has not all of these messages: ${ids.join(', ')}`);
  }

  list(filter: MessageListFilter): Promise<readonly MessageView[]> {
    return listMessages(this.#host.journal.streams, filter);
  }

  arrival(tenant: string, agent: string, signal: AbortSignal): Promise<void> {
    const stream = mailboxStream(tenant, agent);
    const { promise, resolve } = Promise.withResolvers<void>();
    const listening = this.#listening.get(stream) ?? new Set();
    this.#listening.set(stream, listening.add(resolve));
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
    return promise.finally(() => {
      listening.delete(resolve);
      if (listening.size === 0 && this.#listening.get(stream) === listening) this.#listening.delete(stream);
    });
  }

  #advance(stream: string, trigger: MailboxTrigger): Promise<MailboxDecision> {
    return this.#queues.of(stream).advance((state) => decideMailbox(state, trigger));
  }

  async #leave(execution: string): Promise<void> {
    const streams = this.#held.get(execution) ?? [];
    this.#held.delete(execution);
    for (const stream of streams) {
      const { facts } = await this.#advance(stream, { kind: 'leave', at: this.#host.now(), execution });
      if (facts.some(({ kind }) => kind === 'message.released')) this.#arrived(stream);
    }
  }

  #arrived(stream: string): void {
    for (const wake of this.#listening.get(stream) ?? []) wake();
  }

  #note(execution: string, stream: string): void {
    this.#held.set(execution, (this.#held.get(execution) ?? new Set()).add(stream));
  }

  #failed(error: unknown, execution: string): void {
    if (error instanceof EngineClosedError) return;
    if (error instanceof Error && /^(JournalFailed|StaleCommit)Error$/.test(error.name)) this.#host.failed(error);
    else this.#host.warn(error, execution);
  }
}

async function storedMailbox(streams: FactStreams, stream: string): Promise<MailboxState> {
  return foldMailbox(await streams.facts(stream, { seq: 0 }));
}

function holdersOf({ waiting }: MailboxState): readonly string[] {
  return waiting.flatMap(({ holder }) => (holder === null ? [] : [holder.execution]));
}
