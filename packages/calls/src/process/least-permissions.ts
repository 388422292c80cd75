import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What Node lets the process of a script do: read its own code, and the engine's. No other file, no child, no thread, no
 * native code, no debugger. It knows no way to forbid a socket; the engine has none to give.
 */
export function leastPermissions(program: string): readonly string[] {
  return ['--permission', ...readableFolders(program).map((folder) => `--allow-fs-read=${folder}`)];
}

/** Where the program and the engine are: code that anybody can read, and nothing else. */
function readableFolders(program: string): readonly string[] {
  const entry = entryOfEngine();
  const installed = entry.slice(0, entry.lastIndexOf(join('node_modules', 'quickjs-emscripten')));
  const own = join(dirname(program), '..', '..');
  const modules = [installed, ...ancestors(own)].map((folder) => join(folder, 'node_modules'));
  return [own, ...modules.filter((folder) => existsSync(folder))].map((folder) => join(folder, '*'));
}

/** The file that the engine begins with. */
export function entryOfEngine(): string {
  return fileURLToPath(import.meta.resolve('quickjs-emscripten'));
}

function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
