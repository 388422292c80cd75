import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** System calls that change what is on a disk or what others hear. */
export const writingCalls = [
  'pwrite64',
  'write',
  'writev',
  'fsync',
  'fdatasync',
  'ftruncate',
  'rename',
  'unlink',
  'mkdir',
] as const;

/** Just before this call of this kind, counted for each thread, the process dies. */
export interface KillPoint {
  readonly call: string;
  readonly number: number;
}

const tracer = 'strace';
const quietly = [tracer, '-f', '-qq'];
const traced = ['-e', `trace=${writingCalls.join(',')}`];

/** Why nothing can be traced here; null when it can. */
export function tracerMissing(): string | null {
  const { status } = spawnSync(tracer, [...quietly.slice(1), ...traced, 'true']);
  return status === 0 ? null : 'needs strace, and the right to trace';
}

/** Starts a process that is killed at this point. (Filtering calls in the kernel is quicker, and injects nothing.) */
export function killedAt({ call, number }: KillPoint): readonly string[] {
  return [...quietly, '-o', '/dev/null', ...traced, '-e', `inject=${call}:signal=SIGKILL:when=${number}`];
}

/** Starts a process whose calls are written to a file. */
export function recordedTo(file: string): readonly string[] {
  return [...quietly, '--seccomp-bpf', '-o', file, ...traced];
}

/** Every point at which a process like the recorded one can be killed, in the order of the calls. */
export function pointsIn(file: string): readonly KillPoint[] {
  const byThread = new Map<string, number>();
  const reached = new Map<string, number>();
  const points: KillPoint[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, thread, call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (thread === undefined || call === undefined) continue;
    const number = (byThread.get(`${thread} ${call}`) ?? 0) + 1;
    byThread.set(`${thread} ${call}`, number);
    if (number <= (reached.get(call) ?? 0)) continue;
    reached.set(call, number);
    points.push({ call, number });
  }
  return points;
}
