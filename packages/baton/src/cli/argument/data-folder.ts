import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Arguments } from './arguments.ts';
import { shellWord } from './shell-word.ts';
import { UsageError } from './usage-error.ts';

const usual = '.baton';

/** The data folder that the command line names, as an absolute path. Throws {@link UsageError} for a file. */
export function dataDirOf(typed: Arguments): string {
  const folder = resolve(typed.value('data') ?? usual);
  if (isFile(folder))
    throw new UsageError(`--data ${folder} is a file`, 'name the folder that has the executions, or shall have them');
  return folder;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // What may not be looked at says so when it is opened.
    return false;
  }
}

/** ` --data DIR` when a copied command needs it, else nothing. */
export function dataOption(typed: Arguments): string {
  const given = typed.value('data');
  return given === undefined || resolve(given) === resolve(usual) ? '' : ` --data ${shellWord(given)}`;
}
