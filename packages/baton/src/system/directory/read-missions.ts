import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MissionBook, type MissionRow } from '@batonhq/agents';
import { RequestError } from '../request-error.ts';

/** What to read. */
export interface MissionRequest {
  readonly dataDir: string;
  /** The position after which to read. */
  readonly after: number;
  /** Rows at most. */
  readonly limit: number;
}

/** What was read, and up to which position the journal is known now. */
export interface MissionPage {
  readonly rows: readonly (MissionRow & { readonly position: number })[];
  readonly upTo: number;
}

/** Rows of one reading: what this thread takes over at once. */
const page = 5_000;

/** Milliseconds for which what was read counts as what there is. */
const fresh = 1_000;

/**
 * The missions of a journal, read in a thread of its own as the journal grows: the first look at a large one takes a
 * while, later ones read what is new.
 */
export class JournalMissions {
  readonly #dataDir: string;
  readonly #book = new MissionBook();
  #upTo = 0;
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** The book as of now, or of a second ago. */
  async book(): Promise<MissionBook> {
    if (performance.now() - this.#readAt >= fresh) {
      this.#reading ??= this.#read().finally(() => (this.#reading = null));
      await this.#reading;
    }
    return this.#book;
  }

  async #read(): Promise<void> {
    const begun = performance.now();
    for (;;) {
      const { rows, upTo } = await readPage({ dataDir: this.#dataDir, after: this.#upTo, limit: page });
      for (const row of rows) this.#book.read(row);
      this.#upTo = upTo;
      if (rows.length < page) break;
    }
    this.#readAt = begun;
  }
}

function readPage(request: MissionRequest): Promise<MissionPage> {
  const { promise, resolve, reject } = Promise.withResolvers<MissionPage>();
  const extension = extname(import.meta.url);
  const worker = new Worker(new URL(`./missions-worker${extension}`, import.meta.url), { workerData: request });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new RequestError(`reading missions in ${request.dataDir} ended with ${code}`)));
  return promise;
}
