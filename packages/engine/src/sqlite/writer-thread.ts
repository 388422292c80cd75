import { extname } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { GroupRows } from './row-writer.ts';
import type { SqliteFailure } from './sqlite-failure.ts';

/** What the thread is started with. */
export interface WriterThreadData {
  readonly file: string;
  readonly port: MessagePort;
  /** How many answers the thread has given, for whoever waits for one. */
  readonly answers: Int32Array;
}

/** A group to be written. */
export interface WriterThreadRequest {
  /** Groups of an epoch are written until one of them fails: what came after it counted on it. */
  readonly epoch: number;
  readonly rows: GroupRows;
}

/** What the thread says: that it can begin; that so many groups more are durable; or that none was written any more. */
export type WriterThreadAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'durable'; readonly groups: number }
  | { readonly kind: 'failed'; readonly failure: SqliteFailure };

/** How it went with the groups handed over: `gone` when nobody knows. */
export type WriterThreadOutcome = Exclude<WriterThreadAnswer, { readonly kind: 'ready' }> | { readonly kind: 'gone' };

/** As long as a process that works properly may take to write one group, in ms; SQLite waits 5 s for a lock. */
const patience = 60_000;

/**
 * A thread that writes groups of commits, in the order they were handed over, so that the thread that decides goes on
 * while one is written and synced. Groups that wait share one transaction.
 */
export class WriterThread {
  readonly #file: string;
  readonly #answers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #worker: Worker | null = null;
  #port: MessagePort | null = null;
  #ended: (outcome: WriterThreadOutcome) => void = () => undefined;
  #isReady = false;
  #epoch = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** True when groups can be handed over. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Starts the thread, once. `ended` hears of every group, in order. */
  start(ended: (outcome: WriterThreadOutcome) => void): void {
    if (this.#worker !== null) return;
    const { port1, port2 } = new MessageChannel();
    const data: WriterThreadData = { file: this.#file, port: port2, answers: this.#answers };
    const file = new URL(`./writer-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: data, transferList: [port2] });
    worker.on('error', () => undefined);
    worker.once('exit', () => this.#gone());
    worker.unref();
    port1.on('message', (answer: WriterThreadAnswer) => this.#answer(answer));
    port1.unref();
    this.#ended = ended;
    this.#worker = worker;
    this.#port = port1;
  }

  write(rows: GroupRows): void {
    const request: WriterThreadRequest = { epoch: this.#epoch, rows };
    this.#port?.postMessage(request);
  }

  /** Whether the process stays alive for the answers that are still to come. */
  keepAlive(isWriting: boolean): void {
    if (isWriting) this.#port?.ref();
    else this.#port?.unref();
  }

  /**
   * Blocks until the next answer, which is told before this returns. An answer is counted after it was sent, so the count may
   * move for one that was heard long ago: only one that is there counts, and the count is read before looking for it.
   */
  wait(): void {
    if (this.#port === null) return;
    for (;;) {
      const counted = Atomics.load(this.#answers, 0);
      const received = receiveMessageOnPort(this.#port);
      if (received !== undefined) return this.#answer(received.message);
      if (Atomics.wait(this.#answers, 0, counted, patience) === 'timed-out') return this.#gone();
    }
  }

  /** Only when nothing is being written: a thread is not stopped in the middle of what SQLite does. */
  async close(): Promise<void> {
    this.#isReady = false;
    this.#port?.close();
    await this.#worker?.terminate();
  }

  #answer(answer: WriterThreadAnswer): void {
    if (answer.kind === 'failed') this.#epoch += 1;
    if (answer.kind === 'ready') this.#isReady = true;
    else this.#ended(answer);
  }

  #gone(): void {
    this.#isReady = false;
    this.#ended({ kind: 'gone' });
  }
}
