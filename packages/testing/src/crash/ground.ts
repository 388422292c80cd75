import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from './host.ts';

/** Where a process lives, and how it dies there. */
export interface Ground {
  /** Its data folder. */
  readonly folder: string;
  die(host: Host): Promise<void>;
  remove(): Promise<void>;
}

/** A temporary folder: the process dies by `kill -9`, and what it wrote stays written. */
export async function temporaryFolder(): Promise<Ground> {
  const root = mkdtempSync(join(tmpdir(), 'baton-kills-'));
  return {
    folder: join(root, 'data'),
    die: (host) => host.kill(),
    remove: async () => rmSync(root, { recursive: true, force: true }),
  };
}
