import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionDefinition } from '@batonhq/engine';
import { UsageError } from './usage-error.ts';

/** Loads functions from modules: every export that is a function definition, or a list of them, the default one included. */
export async function loadFunctions(modules: readonly string[]): Promise<readonly FunctionDefinition[]> {
  const loaded = await Promise.all(modules.map(loadModule));
  return loaded.flat();
}

async function loadModule(path: string): Promise<readonly FunctionDefinition[]> {
  const exported = await importModule(path);
  const found = [...new Set(Object.values(exported).flatMap((value: unknown) => value))].filter(isFunctionDefinition);
  if (found.length > 0) return found;
  throw new UsageError(
    `--functions ${path} exports no function`,
    `export default [{ name: 'greet', run: async (context, input) => … }]`,
  );
}

async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--functions ${path} cannot be loaded: ${cause}`);
  }
}

function isFunctionDefinition(value: unknown): value is FunctionDefinition {
  if (typeof value !== 'object' || value === null) return false;
  if (!('name' in value) || typeof value.name !== 'string') return false;
  return ('run' in value && typeof value.run === 'function') || ('module' in value && typeof value.module === 'string');
}
