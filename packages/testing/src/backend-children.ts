import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const living = new Set<ChildProcess>();

process.prependOnceListener('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Whatever ends this process early ends the child too. */
export function endsWithUs(child: ChildProcess): ChildProcess {
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child;
}

/** Starts a module as a process of its own; fulfils with its first message, which says that it is ready. */
export async function startChild(module: URL, args: readonly string[]): Promise<ChildProcess> {
  const child = endsWithUs(fork(module, [...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
  await once(child, 'message', { signal: AbortSignal.timeout(60_000) });
  return child;
}

/** Ends a child without warning, or asks it to end; fulfils when it is gone. */
export async function endChild(child: ChildProcess, how: 'kill' | 'ask'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (how === 'kill') child.kill('SIGKILL');
  else if (child.connected) child.disconnect();
  else child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}
