import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'tsdown';

/** How the process under test commits: as it is, or broken on purpose as a control. */
export type Durability = 'FULL' | 'NORMAL';

/** The process under test as one file, which starts in a fifth of the time. */
export interface HostBundle {
  readonly file: string;
  /** For the environment of its processes: what was compiled once is not compiled again. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
}

/** What the control changes, and where. */
const control = {
  file: 'sqlite/connection.ts',
  search: "'PRAGMA synchronous = FULL';\nconst full = 2;",
  replace: "'PRAGMA synchronous = NORMAL';\nconst full = 1;",
} as const;

/** The control could not be built: what it breaks has moved. */
export class ControlMissingError extends Error {
  override readonly name = 'ControlMissingError';

  constructor() {
    super(`${control.file} has no ${JSON.stringify(control.search)}: adapt the control to where durability is set now`);
  }
}

/** Bundles the process under test from the sources, as users get them built. Takes about a second. */
export async function bundleHost(durability: Durability = 'FULL'): Promise<HostBundle> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-host-'));
  let isWeakened = false;
  const weaken = (code: string, id: string): string | null => {
    if (durability === 'FULL' || !id.endsWith(control.file) || !code.includes(control.search)) return null;
    isWeakened = true;
    return code.replace(control.search, control.replace);
  };
  await build({
    config: false,
    cwd: import.meta.dirname,
    entry: ['host-process.ts'],
    outDir: folder,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    dts: false,
    deps: { alwaysBundle: [/./] },
    plugins: [{ name: 'weaken', transform: weaken }],
    logLevel: 'error',
    report: false,
  });
  if (durability === 'NORMAL' && !isWeakened) throw new ControlMissingError();
  const file = join(folder, 'host-process.mjs');
  const environment = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  await compileOnce(file, { folder, environment });
  return {
    file,
    environment,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What was compiled is kept when a process ends by itself, which those under test never do. */
async function compileOnce(file: string, given: { readonly folder: string } & Pick<HostBundle, 'environment'>) {
  const child = fork(file, [join(given.folder, 'first')], { env: { ...process.env, ...given.environment } });
  await once(child, 'message', { signal: AbortSignal.timeout(20_000) });
  child.disconnect();
  await once(child, 'exit');
}
