import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NobodyServesError } from './nobody-serves-error.ts';
import { NoFolderError } from './no-folder-error.ts';
import { OwnerOfOthersError } from './owner-of-others-error.ts';

/**
 * Makes sure that a data folder without a journal is none only because nothing was done in it yet: one that may not be looked into
 * would be called empty.
 *
 * @throws {NoFolderError} for what is no folder.
 * @throws what the file system refuses: the right to look into it.
 */
export function checkFolder(dataDir: string): void {
  const path = resolve(dataDir);
  try {
    if (!statSync(path).isDirectory()) throw new NoFolderError(dataDir);
    readdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Why nobody who owns a folder answers a command. Throws what {@link checkFolder} throws. */
export function nobodyAnswers(dataDir: string): Error {
  checkFolder(dataDir);
  try {
    accessSync(join(dataDir, 'control.sock'), constants.W_OK);
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(codeOf(error))) return new OwnerOfOthersError(dataDir);
  }
  return new NobodyServesError(dataDir);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
