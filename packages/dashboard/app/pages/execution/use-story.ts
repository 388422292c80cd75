import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ProblemError } from '../../client.ts';
import { api } from '../../client/api.ts';
import { executionClient } from '../../client/executions.ts';
import { foldStory } from '../../story/fold.ts';
import { emptyStory, type Story } from '../../story/story.ts';

/** Events asked for at once. */
const page = 5_000;

/** How long the page waits at least after a message of the stream: many come at once. */
const soon = 150;

/** How long until a stream that broke off is asked for again. */
const again = 1_000;

const lastOnes = ['complete', 'fault', 'cancelled'];

/** What the journal tells about an execution, live until it has ended; null before the first answer. */
export function useStory(id: string): { readonly story: Story | null; readonly error: Error | null } {
  const queries = useQueryClient();
  const [story, setStory] = useState<Story | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const following = new Following(id, stop.signal, (news) => {
      setStory(news);
      void queries.invalidateQueries({ queryKey: ['execution', id] });
    });
    following.untilOver().catch((problem: unknown) => {
      if (!stop.signal.aborted) setError(problem instanceof Error ? problem : new TypeError(String(problem)));
    });
    return () => stop.abort();
  }, [id, queries]);
  return { story, error };
}

/** Reads the events of an execution, then those that its stream announces. */
class Following {
  readonly #id: string;
  readonly #signal: AbortSignal;
  readonly #tell: (story: Story) => void;
  #story = emptyStory;
  #isOver = false;
  #isReading = false;
  #isNews = false;

  constructor(id: string, signal: AbortSignal, tell: (story: Story) => void) {
    this.#id = id;
    this.#signal = signal;
    this.#tell = tell;
  }

  async untilOver(): Promise<void> {
    await this.#read();
    while (!this.#isOver && !this.#signal.aborted) {
      try {
        await this.#listen();
      } catch (error) {
        // What was refused stays refused; what broke off may come again.
        if (error instanceof ProblemError && error.status < 500 && error.status !== 429) throw error;
      }
      if (!this.#isOver) await this.#pause(again);
    }
    await this.#read();
  }

  async #listen(): Promise<void> {
    const news = api.follow(this.#id, { signal: this.#signal, after: String(this.#story.seq) });
    for await (const { event } of news) {
      if (event === 'reset') this.#story = emptyStory;
      if (lastOnes.includes(event)) this.#isOver = true;
      this.#isNews = true;
      void this.#readSoon();
    }
  }

  /** The more there is to read, the longer until it is read again: whoever watches sees no difference, the server does. */
  async #readSoon(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isNews && !this.#signal.aborted) {
        this.#isNews = false;
        await this.#pause(soon + this.#story.rows.size / 4);
        await this.#read();
      }
    } catch {
      // The stream, or the next message of it, says what is wrong.
    } finally {
      this.#isReading = false;
    }
  }

  async #read(): Promise<void> {
    for (;;) {
      const { events } = await executionClient.events(this.#id, { after: this.#story.seq, limit: page });
      if (this.#signal.aborted) return;
      this.#story = foldStory(this.#story, events);
      const last = events.at(-1)?.event.kind;
      if (last !== undefined && /^execution\.(?:completed|faulted|cancelled)$/.test(last)) this.#isOver = true;
      this.#tell(this.#story);
      if (events.length < page) return;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });
  }
}
