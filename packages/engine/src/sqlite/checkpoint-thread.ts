import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SqliteFailure } from './sqlite-failure.ts';

/** Told how a copy ended: null when all went well, `gone` when there is no thread to do it. */
type Ended = (outcome: SqliteFailure | 'gone' | null) => void;

/**
 * A thread that copies the log into the database, so that the thread that commits goes on meanwhile: one copy of 16 MB
 * takes as long as a thousand steps. It is there from the first copy on, and keeps no process alive.
 */
export class CheckpointThread {
  readonly #file: string;
  #worker: Worker | null = null;
  #ended: Ended | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  get isCopying(): boolean {
    return this.#ended !== null;
  }

  copy(ended: Ended): void {
    this.#ended = ended;
    this.#worker ??= this.#start();
    this.#worker.postMessage(null);
  }

  /** A copy that has begun is finished first: a thread is not stopped in the middle of what SQLite does. */
  async close(): Promise<void> {
    this.#ended = null;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const file = new URL(`./checkpoint-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: { file: this.#file } });
    worker.on('message', (failure: SqliteFailure | null) => this.#end(failure));
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      this.#worker = null;
      this.#end('gone');
    });
    worker.unref();
    return worker;
  }

  #end(outcome: SqliteFailure | 'gone' | null): void {
    const ended = this.#ended;
    this.#ended = null;
    ended?.(outcome);
  }
}
