import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from './bench-error.ts';

/** File systems in memory: an fsync there costs nothing, so no figure from them is worth anything. */
const inMemory = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
]);

/** A folder on the working disk that is removed at the end of its scope, and when the process is told to end. */
export type WorkFolder = Disposable & { readonly path: string };

/** Makes a fresh folder below `bench/.work`, or below `BATON_BENCH_FOLDER`; refuses a file system in memory. */
export function workFolder(name: string): WorkFolder {
  const base = process.env['BATON_BENCH_FOLDER'] ?? join(import.meta.dirname, '.work');
  mkdirSync(base, { recursive: true });
  const memory = inMemory.get(statfsSync(base).type);
  if (memory !== undefined) throw new BenchError(`${base} is on ${memory}: measure on a disk`);
  const path = mkdtempSync(join(base, `${name}-`));
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  return { path, [Symbol.dispose]: remove };
}
