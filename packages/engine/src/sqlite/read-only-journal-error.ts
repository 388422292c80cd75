/** The journal was opened for reading only: the process that owns it has to do this. */
export class ReadOnlyJournalError extends Error {
  override readonly name = 'ReadOnlyJournalError';

  constructor() {
    super('this journal is open for reading only; send the command to the process that owns it');
  }
}
