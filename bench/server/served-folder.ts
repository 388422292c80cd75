import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BenchError } from '../bench-error.ts';

/** What a server process says of itself. */
export interface ServerFigures {
  /** Resident memory, and what of it is in the JavaScript heap, in bytes. */
  readonly rss: number;
  readonly heap: number;
  /** Processor time so far, in microseconds. */
  readonly micros: number;
  /** Steps that were performed beside the requests. */
  readonly steps: number;
}

/** A server in a process of its own. */
export interface ServedFolder extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  figures(): Promise<ServerFigures>;
}

/** How to serve. */
export interface ServedOptions {
  /** Requests of a key; without limit by default. */
  readonly pace?: { readonly rate: number; readonly burst: number };
  /** Steps per second that are performed beside the requests; none by default. */
  readonly stepsPerSecond?: number;
}

/** Starts a server on a folder; fulfils when it listens. */
export async function serveFolder(directory: string, options: ServedOptions = {}): Promise<ServedFolder> {
  const { pace = { rate: 1_000_000, burst: 1_000_000 }, stepsPerSecond = 0 } = options;
  const child = fork(join(import.meta.dirname, 'serve-process.ts'), [
    directory,
    JSON.stringify(pace),
    String(stepsPerSecond),
  ]);
  const { url, token } = await answerOf<{ readonly url: string; readonly token: string }>(child);
  return {
    url,
    token,
    figures: () => {
      child.send('figures');
      return answerOf<ServerFigures>(child);
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** What a process of this bench says next; throws when it ends instead. */
export async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const leave = new AbortController();
  const dead = once(child, 'exit', { signal: leave.signal }).then(([code]) => {
    throw new BenchError(`the server ended with ${String(code)}`);
  });
  dead.catch(() => undefined);
  const heard = once(child, 'message', { signal: leave.signal });
  try {
    const answer: readonly unknown[] = await Promise.race([heard, dead]);
    // Both ends are of this bench.
    return answer[0] as Answer;
  } finally {
    leave.abort();
  }
}
