import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Mutant, mutate } from './mutant.ts';

/** What tests need of the repository. */
const copied = ['package.json', 'tsconfig.json', 'vitest.config.ts', 'packages'];
const scope = '@batonhq';

/** A copy of the repository's sources that can be changed and run without a trace in the original. */
export class TreeCopy {
  readonly path: string;

  constructor(root: string) {
    this.path = mkdtempSync(join(tmpdir(), 'baton-mutant-'));
    for (const name of copied) cpSync(join(root, name), join(this.path, name), { recursive: true, filter: isSource });
    linkModules(root, this.path);
  }

  /** Runs something while the copy is changed by the mutant. */
  with<T>(mutant: Mutant, work: () => T): T {
    const file = join(this.path, mutant.file);
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, mutate(original, mutant));
    try {
      return work();
    } finally {
      writeFileSync(file, original);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function isSource(path: string): boolean {
  return basename(path) !== 'node_modules';
}

/** Dependencies are linked to the original's, our own packages to the copy's. */
function linkModules(root: string, copy: string): void {
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  mkdirSync(join(to, scope), { recursive: true });
  for (const name of readdirSync(from)) if (name !== scope) symlinkSync(join(from, name), join(to, name));
  for (const name of readdirSync(join(copy, 'packages'))) {
    if (existsSync(join(from, scope, name))) symlinkSync(join(copy, 'packages', name), join(to, scope, name));
  }
}
