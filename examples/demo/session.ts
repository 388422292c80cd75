import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One demo, from its first start to its end, however often it was cut off. */
export interface Session {
  readonly name: string;
  /** A copy of the sample workspace, where the work is done. */
  readonly workspace: string;
  readonly isNew: boolean;
  /** The demo has ended: the next start is another one. */
  readonly end: () => void;
}

const sample = fileURLToPath(new URL('../workspace', import.meta.url));

/** Goes on with the session that was cut off, or begins one with a fresh copy of the sample workspace. */
export function openSession(dataDir: string): Session {
  const file = join(dataDir, 'session');
  const workspace = join(dataDir, 'workspace');
  const end = (): void => rmSync(file, { force: true });
  if (existsSync(file)) return { name: readFileSync(file, 'utf8'), workspace, isNew: false, end };
  rmSync(workspace, { recursive: true, force: true });
  cpSync(sample, workspace, { recursive: true });
  const name = new Date().toISOString();
  writeFileSync(file, name);
  return { name, workspace, isNew: true, end };
}
