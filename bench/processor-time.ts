import { readFileSync, readdirSync } from 'node:fs';
import { BenchError } from './bench-error.ts';

/** Linux counts in hundredths of a second here, whatever the kernel's own tick is. */
const microsPerTick = 10_000;

/** User and system processor time of the processes and of all their descendants, living and reaped, in µs. */
export function processorMicros(roots: readonly number[]): number {
  const all = readProcesses();
  return roots.reduce((sum, root) => sum + microsOfTree(all, root), 0);
}

type Process = { readonly pid: number; readonly parent: number; readonly micros: number };

function microsOfTree(all: readonly Process[], root: number): number {
  const own = all.find(({ pid }) => pid === root);
  if (!own) throw new BenchError(`process ${root} is gone: its processor time cannot be told`);
  return all
    .filter(({ parent }) => parent === root)
    .reduce((sum, child) => sum + microsOfTree(all, child.pid), own.micros);
}

function readProcesses(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((found) => found !== undefined);
}

/** See proc_pid_stat(5): the name in parentheses may hold spaces, so the fields are counted after it. */
function readProcess(pid: number): Process | undefined {
  const text = readStat(pid);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [utime, stime, reapedUtime, reapedStime] = fields.slice(11, 15).map(Number);
  const ticks = (utime ?? 0) + (stime ?? 0) + (reapedUtime ?? 0) + (reapedStime ?? 0);
  return { pid, parent: Number(fields[1]), micros: ticks * microsPerTick };
}

function readStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // It ended between the listing and the reading.
  }
}
