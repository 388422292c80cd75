import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process owns the folder and does not answer. Try again when it goes on, or end it. */
export class OwnerSilentError extends Error {
  override readonly name = 'OwnerSilentError';
  readonly hint: string;

  constructor(directory: string) {
    const pid = ownerOf(directory);
    super(`${pid === null ? 'a process' : `process ${pid}`} owns ${directory} and does not answer`);
    this.hint = `kill -CONT ${pid ?? 'PID'} when it was stopped, or end it: nothing that was recorded is lost`;
  }
}

/** The process that owns the folder, as it wrote it down. */
function ownerOf(directory: string): number | null {
  try {
    const { pid }: { readonly pid?: unknown } = JSON.parse(readFileSync(join(directory, 'owner.json'), 'utf8'));
    return typeof pid === 'number' ? pid : null;
  } catch {
    return null;
  }
}
