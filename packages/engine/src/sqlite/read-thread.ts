import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LongRead, LongReadAnswer, LongReadRequest, LongReadRows } from './long-read.ts';

/** Told what a page holds, or that it could not be read. */
type Answered = (rows: readonly unknown[] | null) => void;

/**
 * A thread that reads pages of the journal, so that a long read costs the thread that commits no more than taking over
 * what came. It is there from the first long read on, and keeps no process alive.
 */
export class ReadThread {
  readonly #file: string;
  readonly #pending = new Map<number, Answered>();
  #worker: Worker | null = null;
  #number = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Reads a page; null when the thread could not, for whatever reason. */
  async page<K extends LongRead['kind']>(
    read: LongRead & { readonly kind: K },
  ): Promise<readonly LongReadRows[K][] | null> {
    const rows = await this.#ask(read);
    // The thread answers with rows of the kind that was asked for, made by the same code as everywhere else.
    return rows as readonly LongReadRows[K][] | null;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#gone();
  }

  #ask(read: LongRead): Promise<readonly unknown[] | null> {
    const worker = (this.#worker ??= this.#start());
    this.#number += 1;
    const request: LongReadRequest = { number: this.#number, read };
    return new Promise((resolve) => {
      this.#pending.set(request.number, resolve);
      worker.ref();
      worker.postMessage(request);
    });
  }

  #start(): Worker {
    const file = new URL(`./long-read-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: { file: this.#file } });
    worker.on('message', (answer: LongReadAnswer) => this.#answer(answer));
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (this.#worker === worker) this.#gone();
    });
    return worker;
  }

  #answer({ number, rows }: LongReadAnswer): void {
    const answered = this.#pending.get(number);
    this.#pending.delete(number);
    if (this.#pending.size === 0) this.#worker?.unref();
    answered?.(rows ?? null);
  }

  /** Whoever waits has to read for itself; the next long read starts another thread. */
  #gone(): void {
    this.#worker = null;
    for (const answered of this.#pending.values()) answered(null);
    this.#pending.clear();
  }
}
