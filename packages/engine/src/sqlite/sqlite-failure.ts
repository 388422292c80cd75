/** What a failed statement means for whoever ran it. */
export interface SqliteFailure {
  /**
   * - `busy`: somebody else holds a lock.
   * - `constraint`: this row contradicts another; its transaction is still open.
   * - `full`: no space left; nothing was written.
   * - `damaged`: the file is not a database, or not a sound one.
   * - `fatal`: reading, writing or syncing failed: nobody knows what is on the disk.
   * - `other`: not a failure of the store.
   */
  readonly kind: 'busy' | 'constraint' | 'full' | 'damaged' | 'fatal' | 'other';
  readonly message: string;
}

const primaryCodes = 0xff;

const kinds: Readonly<Record<number, SqliteFailure['kind']>> = {
  5: 'busy',
  6: 'busy',
  19: 'constraint',
  13: 'full',
  11: 'damaged',
  26: 'damaged',
};

/** Reads what the driver threw. Whatever it says that we do not know is fatal: going on would be a guess. */
export function failureOf(error: unknown): SqliteFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return { kind: 'other', message };
  const code = typeof error.errcode === 'number' ? error.errcode & primaryCodes : 0;
  return { kind: kinds[code] ?? 'fatal', message };
}
