import type { FunctionDefinition } from '@batonhq/engine';
import { loadModule } from './load-module.ts';
import { UsageError } from './usage-error.ts';

/** Loads functions from modules: every export that is a function definition, or a list of them, the default one included. */
export async function loadFunctions(modules: readonly string[]): Promise<readonly FunctionDefinition[]> {
  const loaded = await Promise.all(modules.map(functionsOf));
  return loaded.flat();
}

async function functionsOf(path: string): Promise<readonly FunctionDefinition[]> {
  const exported = await loadModule(path, '--functions');
  const found = [...new Set(Object.values(exported).flatMap((value: unknown) => value))].filter(isFunctionDefinition);
  if (found.length > 0) return found;
  throw new UsageError(
    `--functions ${path} exports no function`,
    `export default [{ name: 'greet', run: async (context, input) => … }]`,
  );
}

function isFunctionDefinition(value: unknown): value is FunctionDefinition {
  if (typeof value !== 'object' || value === null) return false;
  if (!('name' in value) || typeof value.name !== 'string') return false;
  return ('run' in value && typeof value.run === 'function') || ('module' in value && typeof value.module === 'string');
}
