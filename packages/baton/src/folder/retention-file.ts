import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RetentionPolicy } from '@batonhq/engine';

/** The file of a data folder that says how long finished executions are kept cannot be used. Set it again. */
export class RetentionFileError extends Error {
  override readonly name = 'RetentionFileError';
  readonly hint = 'baton retention set --keep-for 30d';
}

const fileName = 'retention.json';

/** What the folder says about retention; null when it says nothing, and everything is kept. Throws {@link RetentionFileError}. */
export function readRetention(dataDir: string): RetentionPolicy | null {
  const file = join(dataDir, fileName);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return parsed(text, file);
}

function parsed(text: string, file: string): RetentionPolicy {
  try {
    const { keepFor, keepLast }: { readonly keepFor?: unknown; readonly keepLast?: unknown } = JSON.parse(text);
    if (isCount(keepFor) && isCount(keepLast)) {
      return { ...(keepFor !== undefined && { keepFor }), ...(keepLast !== undefined && { keepLast }) };
    }
  } catch {
    // Said below: a half policy must never be taken for a whole one.
  }
  throw new RetentionFileError(`${file} does not say how long to keep what`);
}

function isCount(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
}

/** Writes the policy of a folder, or takes it away. */
export function writeRetention(dataDir: string, policy: RetentionPolicy | null): void {
  const file = join(dataDir, fileName);
  if (policy === null) {
    rmSync(file, { force: true });
    return;
  }
  writeFileSync(`${file}.new`, `${JSON.stringify(policy)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
