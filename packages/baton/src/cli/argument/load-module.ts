import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from './usage-error.ts';

/** What a module that was named on the command line exports. Throws {@link UsageError}. */
export async function loadModule(path: string, what: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${what} ${path} cannot be loaded: ${cause}`);
  }
}
