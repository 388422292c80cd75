/** There is no space for the commit; nothing of it was written. Retry when there is space: the journal goes on by itself. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';

  constructor(directory: string) {
    super(`no space left for the journal in ${directory}; free some, the journal goes on by itself`);
  }
}
