import { resolve } from 'node:path';
import type { Arguments } from './arguments.ts';
import { shellWord } from './shell-word.ts';

const usual = '.baton';

/** The data folder that the command line names, as an absolute path. */
export function dataDirOf(typed: Arguments): string {
  return resolve(typed.value('data') ?? usual);
}

/** ` --data DIR` when a copied command needs it, else nothing. */
export function dataOption(typed: Arguments): string {
  const given = typed.value('data');
  return given === undefined || resolve(given) === resolve(usual) ? '' : ` --data ${shellWord(given)}`;
}
