/**
 * The process of one isolated function: loads its module, calls it with a context whose port is the pipe to the engine,
 * and tells how it ended. The engine kills it when nobody wants the outcome any more.
 */
import { Worker } from 'node:worker_threads';
import { FaultError, type Amounts, type Json } from '@batonhq/core';
import { DurableContext } from './durable-context.ts';
import { faultOfError } from './fault-of-error.ts';
import type { Result, ToEngine, ToFunction } from './process-messages.ts';
import type { StepReply } from './context.ts';
import type { OperationPort, OperationRequest } from './operation-port.ts';

interface Asked {
  readonly request: OperationRequest;
  resolve(output: Json): void;
  reject(error: unknown): void;
}

type Invoke = ToFunction & { readonly kind: 'invoke' };

/** The engine at the other end of the pipe. */
class PipePort implements OperationPort {
  readonly signal = new AbortController().signal;
  readonly #asked = new Map<number, Asked>();
  #asks = 0;
  #now: number;
  #isReplaying: boolean;

  constructor({ now, isReplaying }: Invoke) {
    this.#now = now;
    this.#isReplaying = isReplaying;
  }

  ask(request: OperationRequest): Promise<Json> {
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    const ask = this.#asks;
    this.#asks += 1;
    this.#asked.set(ask, { request, resolve, reject });
    const { name, operation, body, cost } = request;
    tell({ kind: 'ask', ask, name, operation, hasBody: body !== undefined, ...(cost !== undefined && { cost }) });
    return promise;
  }

  now(): number {
    return this.#now;
  }

  isReplaying(): boolean {
    return this.#isReplaying;
  }

  log(message: string, data: Json): void {
    tell({ kind: 'log', message, data });
  }

  standsStill(still: boolean): void {
    tell({ kind: 'stands', still });
  }

  hear(message: Exclude<ToFunction, Invoke>): void {
    const asked = this.#asked.get(message.ask);
    if (asked === undefined) return;
    if (message.kind === 'perform') {
      const { idempotencyKey, limit } = message;
      let told: { readonly spent?: Amounts; readonly answered?: StepReply } = {};
      const spent = (amounts: Amounts): void => void (told = { ...told, spent: amounts });
      const answered = (reply: StepReply): void => void (told = { ...told, answered: reply });
      const scope = { idempotencyKey, signal: this.signal, limit, spent, answered };
      void resultOf(() => asked.request.body?.(scope)).then((result) =>
        tell({ kind: 'performed', ask: message.ask, result, ...told }),
      );
      return;
    }
    this.#now = message.now;
    this.#isReplaying = message.isReplaying;
    this.#asked.delete(message.ask);
    if ('output' in message.result) asked.resolve(message.result.output);
    else asked.reject(new FaultError(message.result.fault));
  }
}

/** Runs code and says how it ended; never rejects. */
async function resultOf(code: () => unknown): Promise<Result> {
  try {
    // What JSON cannot say does not cross the pipe, as it would not reach the journal.
    const text = JSON.stringify((await code()) ?? null);
    const output: Json = JSON.parse(text ?? 'null');
    return { output };
  } catch (error) {
    return { fault: faultOfError(error) };
  }
}

async function call({ module, name, facts, input }: Invoke, port: PipePort): Promise<unknown> {
  const loaded: Readonly<Record<string, unknown>> = await import(module);
  const exported = loaded[name];
  if (typeof exported !== 'function') throw new TypeError(`${module} has no function ${name}`);
  return exported(new DurableContext(facts, port), input);
}

function tell(message: ToEngine): void {
  process.send?.(message);
}

/** A function that loops does not see that its engine is gone; a thread of its own does. */
function endWithParent(): void {
  const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL'), 1_000)`;
  new Worker(watch, { eval: true }).unref();
}

let port: PipePort | null = null;
endWithParent();
process.on('disconnect', () => process.exit());
process.on('message', (message: ToFunction) => {
  if (message.kind !== 'invoke') {
    port?.hear(message);
    return;
  }
  const opened = new PipePort(message);
  port = opened;
  void resultOf(() => call(message, opened)).then((result) => tell({ kind: 'returned', result }));
});
