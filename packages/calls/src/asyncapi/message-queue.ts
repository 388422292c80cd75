import type { InboundMessage } from './transport.ts';

/** Messages that wait to be consumed; more than these end the subscription rather than the memory. */
const mostWaiting = 10_000;

/** Makes a stream out of what a client hands over message by message. */
export class MessageQueue {
  readonly #waiting: InboundMessage[] = [];
  #end: { readonly error?: Error } | null = null;
  #wake: (() => void) | null = null;

  push(message: InboundMessage): void {
    if (this.#end !== null) return;
    if (this.#waiting.length >= mostWaiting) this.fail(new RangeError('messages come faster than they are consumed'));
    else this.#waiting.push(message);
    this.#wake?.();
  }

  /** No more will come. */
  end(): void {
    this.#end ??= {};
    this.#wake?.();
  }

  /** No more will come, because of this. */
  fail(error: Error): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *messages(): AsyncGenerator<InboundMessage, void> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#end?.error !== undefined) throw this.#end.error;
      else if (this.#end !== null) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
