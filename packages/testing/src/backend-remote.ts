import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Recorded } from '@batonhq/core';
import type { RemoteAnswer, RemoteCall, RemoteError, RemoteMethod } from './backend-messages.ts';
import type { BackendSurroundings, RunningBackend } from './backend-candidate.ts';
import { endChild, startChild } from './backend-children.ts';
import type { Backend } from './backend-trial.ts';

/** What the engine in the other process refused. */
class RemoteRefusal extends Error {
  override readonly name: string;
  readonly code: string | undefined;

  constructor({ name, message, code }: RemoteError) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

/** Starts an embedded engine on SQLite in a process of its own; killing it starts the next one on the same folder. */
export async function startEngineProcess({ allow }: BackendSurroundings): Promise<RunningBackend> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-backend-'));
  const file = new URL(`./backend-engine-process${extname(import.meta.url)}`, import.meta.url);
  const remote = new RemoteEngine();
  const start = async (): Promise<void> => remote.attach(await startChild(file, [join(folder, 'data'), ...allow]));
  await start();
  return {
    backend: remote.backend,
    killWorker: async () => {
      await remote.end('kill');
      await start();
    },
    stop: async () => {
      await remote.end('ask');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Asked {
  readonly call: RemoteCall;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The other end of `serveCalls`. What was asked of a process that died is asked of the next one. */
export class RemoteEngine {
  readonly #asked = new Map<number, Asked>();
  #child: ChildProcess | null = null;
  #lastId = 0;

  get backend(): Backend {
    const ask = <T>(method: RemoteMethod, args: readonly unknown[], signal?: AbortSignal): Promise<T> =>
      this.#ask<T>(method, args, signal);
    return {
      define: (definition) => ask('define', [definition]),
      start: (request) => ask('start', [request]),
      branchOff: (request) => ask('branchOff', [request]),
      signal: (id, message) => ask('signal', [id, message]),
      pause: (id, by) => ask('pause', [id, by]),
      resume: (id, by) => ask('resume', [id, by]),
      cancel: (id, by) => ask('cancel', [id, by]),
      settle: (id, step, settlement) => ask('settle', [id, step, settlement]),
      details: (id) => ask('details', [id]),
      result: (id, signal) => ask('result', [id], signal),
      events: async function* (id) {
        yield* await ask<readonly Recorded[]>('events', [id]);
      },
      close: () => this.end('ask'),
    };
  }

  /** Talks to this process from now on; it has said that it is ready. */
  attach(child: ChildProcess): void {
    this.#child = child;
    child.on('message', (answer: RemoteAnswer) => this.#answered(answer));
    for (const { call } of this.#asked.values()) child.send(call);
  }

  async end(how: 'kill' | 'ask'): Promise<void> {
    if (this.#child !== null) await endChild(this.#child, how);
  }

  #ask<T>(method: RemoteMethod, args: readonly unknown[], signal?: AbortSignal): Promise<T> {
    const call = { id: ++this.#lastId, method, args };
    return new Promise<unknown>((resolve, reject) => {
      this.#asked.set(call.id, { call, resolve, reject });
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (this.#child?.connected === true) this.#child.send(call);
    }) as Promise<T>;
  }

  #answered(answer: RemoteAnswer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if ('error' in answer) asked?.reject(new RemoteRefusal(answer.error));
    else asked?.resolve(answer.value);
  }
}
