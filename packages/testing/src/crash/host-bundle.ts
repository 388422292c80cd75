import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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
  let isWeakened = false;
  const weaken = (code: string, id: string): string | null => {
    if (durability === 'FULL' || !id.endsWith(control.file) || !code.includes(control.search)) return null;
    isWeakened = true;
    return code.replace(control.search, control.replace);
  };
  const entry = join(import.meta.dirname, 'host-process.ts');
  const bundle = await bundleProcess(entry, { name: 'weaken', transform: weaken });
  if (durability === 'NORMAL' && !isWeakened) throw new ControlMissingError();
  await compileOnce(bundle);
  return bundle;
}

/** The threads of a journal, which it looks for beside the file that it is in itself. */
const threads = ['writer-worker', 'checkpoint-worker', 'long-read-worker'] as const;

function threadFile(name: (typeof threads)[number]): string {
  return join(import.meta.dirname, '..', '..', '..', 'engine', 'src', 'sqlite', `${name}.ts`);
}

/** Something that changes sources on their way into a bundle. */
interface Transformer {
  readonly name: string;
  transform(code: string, id: string): string | null;
}

/** Bundles a program with all it imports, and the threads of its journal, which starts in a fifth of the time. */
export async function bundleProcess(entry: string, transformer?: Transformer): Promise<HostBundle> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-host-'));
  await build({
    config: false,
    cwd: dirname(entry),
    entry: { [basename(entry, '.ts')]: entry, ...Object.fromEntries(threads.map((name) => [name, threadFile(name)])) },
    outDir: folder,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    dts: false,
    deps: { alwaysBundle: [/./] },
    plugins: transformer === undefined ? [] : [transformer],
    logLevel: 'error',
    report: false,
  });
  return {
    file: join(folder, `${basename(entry, '.ts')}.mjs`),
    environment: { NODE_COMPILE_CACHE: join(folder, 'compiled') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What was compiled is kept when a process ends by itself, which those under test never do. */
async function compileOnce({ file, environment }: HostBundle): Promise<void> {
  const child = fork(file, [join(dirname(file), 'first')], { env: { ...process.env, ...environment } });
  await once(child, 'message', { signal: AbortSignal.timeout(60_000) });
  child.disconnect();
  await once(child, 'exit');
}
