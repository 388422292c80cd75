import { setTimeout as sleep } from 'node:timers/promises';
import { fault, FaultError, type Json } from '@batonhq/core';
import { EgressRefusedError, LostCallError, type OutsideCall } from '@batonhq/engine';
import { numberArgument } from '../arguments.ts';
import type { Channel } from './channel.ts';
import type { AsyncapiTransport, InboundMessage } from './transport.ts';

/** Messages that one call may collect. */
const mostMessages = 10_000;
/** Connections in a row that brought nothing, before the call gives up; milliseconds between them. */
const mostFailures = 5;
const pause = 500;

/**
 * Consumes messages until there are enough, until the condition says so, or the time is over: then what was consumed is
 * the output. A connection that ends before that is made again.
 */
export class Subscription {
  readonly #call: OutsideCall;
  readonly #channel: Channel;
  readonly #transport: AsyncapiTransport;
  readonly #consumed: Json[] = [];
  readonly #amount: number | undefined;
  readonly #done = new AbortController();
  #isStreaming = false;
  #brought = 0;

  constructor(call: OutsideCall, channel: Channel, transport: AsyncapiTransport) {
    this.#call = call;
    this.#channel = channel;
    this.#transport = transport;
    this.#amount = numberArgument(call.arguments, 'amount');
  }

  /**
   * Brings each message to where it is worked on; the next one is taken when that is durable. It does not come back: whoever
   * works on them ends it, at the latest after the last message of a subscription whose time is over.
   */
  async stream(): Promise<never> {
    this.#isStreaming = true;
    await this.consume();
    const { promise, reject } = Promise.withResolvers<never>();
    const { signal } = this.#call;
    signal.addEventListener('abort', () => reject(new LostCallError('the subscription was ended')), { once: true });
    if (signal.aborted) throw new LostCallError('the subscription was ended');
    await this.#call.bring(null);
    return promise;
  }

  async consume(): Promise<readonly Json[]> {
    const time = numberArgument(this.#call.arguments, 'for');
    const timer = time === undefined ? undefined : setTimeout(() => this.#done.abort(), time);
    const abandon = (): void => this.#done.abort();
    this.#call.signal.addEventListener('abort', abandon, { once: true });
    try {
      if (!this.#isEnough()) await this.#connections();
      return this.#consumed;
    } finally {
      clearTimeout(timer);
      this.#call.signal.removeEventListener('abort', abandon);
    }
  }

  async #connections(): Promise<void> {
    const { signal } = this.#done;
    for (let failures = 0; !signal.aborted;) {
      const before = this.#consumed.length + this.#brought;
      try {
        await this.#connection();
      } catch (error) {
        failures += 1;
        if (signal.aborted) return;
        if (error instanceof FaultError || error instanceof EgressRefusedError || failures >= mostFailures) throw error;
      }
      if (this.#consumed.length + this.#brought > before) failures = 0;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  async #connection(): Promise<void> {
    const { signal } = this.#done;
    for await (const message of this.#transport.subscribe(this.#call, this.#channel, signal)) {
      if (signal.aborted) return;
      await this.#take(message);
    }
  }

  async #take(message: InboundMessage): Promise<void> {
    const value = { ...message };
    const fits = this.#call.condition('filter', value);
    if (fits === false || fits === null) return;
    if (this.#isStreaming) {
      this.#brought += 1;
      await this.#call.bring(value);
      return;
    }
    this.#consumed.push(value);
    if (this.#consumed.length > mostMessages)
      throw new FaultError(fault('runtime', `more than ${mostMessages} messages were consumed`));
    if (this.#isEnough()) this.#done.abort();
  }

  /** The conditions look at the list of what was consumed so far. */
  #isEnough(): boolean {
    const { length } = this.#consumed;
    if (this.#amount !== undefined && length >= this.#amount) return true;
    const goOn = this.#call.condition('while', [...this.#consumed]);
    if (goOn === false || goOn === null) return true;
    const stop = length === 0 ? undefined : this.#call.condition('until', [...this.#consumed]);
    return stop !== undefined && stop !== false && stop !== null;
  }
}
