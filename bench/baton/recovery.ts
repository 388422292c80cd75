/**
 * Recovery after `kill -9` with 1,000 open executions: a first process starts them and is killed while every one has a
 * step in flight; the time counts from the start of a second process until every one of them moves again.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BenchError } from '../bench-error.ts';

const executions = 1_000;

export async function recoveryMs(directory: string): Promise<number> {
  const first = worker('fill', directory);
  const filled = await told(first);
  if (filled !== executions) throw new BenchError(`${filled} executions were open instead of ${executions}`);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const start = performance.now();
  const second = worker('recover', directory);
  const moved = await told(second);
  const elapsed = performance.now() - start;
  const audit = await told(second);
  second.kill('SIGKILL');
  if (moved !== executions) throw new BenchError(`${moved} executions moved again instead of ${executions}`);
  if (audit !== 0) throw new BenchError(`${audit} committed steps were repeated`);
  return elapsed;
}

function worker(mode: 'fill' | 'recover', directory: string): ChildProcess {
  const script = join(import.meta.dirname, 'recovery-process.ts');
  return fork(script, [mode, directory, String(executions)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

async function told(child: ChildProcess): Promise<number> {
  const [message]: readonly unknown[] = await once(child, 'message', { signal: AbortSignal.timeout(60_000) });
  if (typeof message !== 'number') throw new BenchError('the process told no number');
  return message;
}
