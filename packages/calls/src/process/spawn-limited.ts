import { spawn, type ChildProcess } from 'node:child_process';
import { fault, FaultError } from '@batonhq/core';
import type { ProcessResult } from './process-result.ts';

/** A program to start. */
export interface LimitedProgram {
  readonly command: string;
  readonly arguments: readonly string[];
  /** All of it: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly stdin: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/** What it may use. */
export interface ProcessLimits {
  /** Milliseconds. */
  readonly time: number;
  /** Bytes of standard output and error together. */
  readonly output: number;
  readonly signal: AbortSignal;
}

/**
 * Starts a program in a process group of its own and waits for its end. The whole group is killed when it takes too
 * long, says too much, or nobody wants it any more; then this rejects with a `FaultError`.
 */
export async function spawnLimited(program: LimitedProgram, limits: ProcessLimits): Promise<ProcessResult> {
  const child = spawn(program.command, [...program.arguments], {
    cwd: program.folder,
    env: { ...program.environment },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...program.user,
  });
  const { promise, resolve, reject } = Promise.withResolvers<ProcessResult>();
  const stop = (error: FaultError): void => {
    killGroup(child);
    reject(error);
  };
  const late = fault('timeout', `it took longer than ${limits.time} ms`);
  const timer = setTimeout(() => stop(new FaultError(late)), limits.time);
  const abandon = (): void => stop(new FaultError(fault('runtime', 'nobody waits for it any more')));
  limits.signal.addEventListener('abort', abandon, { once: true });
  const said = collect(child, limits.output, () =>
    stop(new FaultError(fault('runtime', `it wrote more than ${limits.output} bytes`))),
  );
  child.once('error', (error) =>
    reject(new FaultError(fault('configuration', `it cannot be started: ${error.message}`))),
  );
  child.once('close', (code, signal) => resolve({ code: code ?? 128, ...said.texts(signal) }));
  child.stdin.on('error', () => undefined);
  child.stdin.end(program.stdin);
  if (limits.signal.aborted) abandon();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    limits.signal.removeEventListener('abort', abandon);
    killGroup(child);
  }
}

function collect(child: ChildProcess, most: number, flooded: () => void) {
  const chunks: Readonly<Record<'stdout' | 'stderr', Buffer[]>> = { stdout: [], stderr: [] };
  let size = 0;
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) flooded();
      else chunks[name].push(chunk);
    });
  return {
    texts(signal: NodeJS.Signals | null) {
      const [stdout, stderr] = [chunks.stdout, chunks.stderr].map((parts) => Buffer.concat(parts).toString('utf8'));
      return { stdout: stdout ?? '', stderr: `${stderr ?? ''}${signal === null ? '' : `killed by ${signal}`}` };
    },
  };
}

/** What it started may outlive it, so the whole group goes; that it is gone already is fine. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}
