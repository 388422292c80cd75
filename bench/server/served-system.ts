import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { answerOf } from './served-folder.ts';

/** What the thread that answers did since it was asked last, in milliseconds. */
export interface ThreadFigures {
  /** The longest that nothing else got its turn. */
  readonly stood: number;
  /** Processor time. */
  readonly worked: number;
}

/** `baton serve` in a process of its own. */
export interface ServedSystem extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  figures(): Promise<ThreadFigures>;
}

/** Starts a system that serves a folder; fulfils when it listens. */
export async function serveSystem(directory: string): Promise<ServedSystem> {
  const workspace = join(import.meta.dirname, '..', '..', 'examples', 'workspace');
  const child = fork(join(import.meta.dirname, 'system-process.ts'), [directory, workspace]);
  const { url, token } = await answerOf<Pick<ServedSystem, 'url' | 'token'>>(child);
  return {
    url,
    token,
    figures: () => {
      child.send('figures');
      return answerOf<ThreadFigures>(child);
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
