/** Another program holds a lock on the journal's database. Nothing was written; retry when it has let go. */
export class JournalBusyError extends Error {
  override readonly name = 'JournalBusyError';

  constructor(directory: string) {
    super(`another program locks the journal in ${directory}; close what you opened it with`);
  }
}
