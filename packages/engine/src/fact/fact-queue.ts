import type { Fact, FactStreams, JsonObject } from '@batonhq/core';
import { appendUntilTaken, type AppendHost } from './append-until-taken.ts';

/** A stream of facts: how its state is read and kept. */
export interface FactStream<State> {
  readonly name: string;
  load(streams: FactStreams, name: string): Promise<State>;
  toJson(state: State): JsonObject;
}

/** What was decided: the state after it, and the facts that say so. */
interface Decided<State> {
  readonly state: State;
  readonly facts: readonly Fact[];
}

/**
 * One stream of facts: what reaches it is decided one after the other, each on what is durable.
 *
 * A commit that the journal refuses without harm (a full disk) is tried again until it is taken: others wait behind it.
 */
export class FactQueue<State extends { readonly seq: number }> {
  readonly #host: AppendHost;
  readonly #stream: FactStream<State>;
  #state: State | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;

  constructor(host: AppendHost, stream: FactStream<State>) {
    this.#host = host;
    this.#stream = stream;
  }

  /** True when nothing is about to be decided here. */
  get isIdle(): boolean {
    return this.#pending === 0;
  }

  /** Decides when it is its turn; fulfils with the decision when it is durable. */
  advance<Decision extends Decided<State>>(decide: (state: State) => Decision): Promise<Decision> {
    this.#pending += 1;
    const done = this.#tail.then(() => this.#decide(decide)).finally(() => (this.#pending -= 1));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #decide<Decision extends Decided<State>>(decide: (state: State) => Decision): Promise<Decision> {
    const { streams } = this.#host;
    const state = this.#state ?? (await this.#stream.load(streams, this.#stream.name));
    this.#state = state;
    const decision = decide(state);
    if (decision.facts.length > 0) await this.#commit(state.seq, decision);
    this.#state = decision.state;
    return decision;
  }

  async #commit(expectedSeq: number, { facts, state }: Decided<State>): Promise<void> {
    const { name: stream } = this.#stream;
    await appendUntilTaken(this.#host, { stream, expectedSeq, facts, state: this.#stream.toJson(state) });
  }
}

/** The queues of many streams of one kind; those that were used longest ago leave memory first. */
export class FactQueues<State extends { readonly seq: number }> {
  readonly #host: AppendHost;
  readonly #kind: Omit<FactStream<State>, 'name'>;
  readonly #queues = new Map<string, FactQueue<State>>();
  readonly #most: number;

  constructor(host: AppendHost, kind: Omit<FactStream<State>, 'name'>, most = 1_000) {
    this.#host = host;
    this.#kind = kind;
    this.#most = most;
  }

  /** The queue of a stream. */
  of(name: string): FactQueue<State> {
    const { load, toJson } = this.#kind;
    const queue = this.#queues.get(name) ?? new FactQueue(this.#host, { name, load, toJson });
    this.#queues.delete(name);
    this.#queues.set(name, queue);
    this.#tidy();
    return queue;
  }

  #tidy(): void {
    for (const [name, queue] of this.#queues) {
      if (this.#queues.size <= this.#most) return;
      if (queue.isIdle) this.#queues.delete(name);
    }
  }
}
