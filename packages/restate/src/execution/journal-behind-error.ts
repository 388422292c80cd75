/**
 * The journal has fewer events than were committed before: it was restored from an older copy, or it is another one.
 * Going on would do things twice; a person must bring back the journal.
 */
export class JournalBehindError extends Error {
  override readonly name = 'JournalBehindError';
  readonly execution: string;
  readonly seq: number;

  constructor(execution: string, seq: number) {
    super(`the journal of execution ${execution} ends before event ${seq}, which was committed`);
    this.execution = execution;
    this.seq = seq;
  }
}
