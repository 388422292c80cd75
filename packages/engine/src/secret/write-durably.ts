import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncPath } from '../sqlite/file-system.ts';

/** Writes a file for its user only; it is there as a whole or not at all, also after a power failure. */
export function writeDurably(file: string, text: string): void {
  const stage = `${file}.new`;
  writeFileSync(stage, text, { mode: 0o600 });
  const descriptor = openSync(stage, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(stage, file);
  syncPath(dirname(file));
}
