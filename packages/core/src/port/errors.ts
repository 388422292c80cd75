/** Another writer has committed to the stream: whoever gets this no longer owns the execution. */
export class StaleCommitError extends Error {
  override readonly name = 'StaleCommitError';
  readonly execution: string;
  readonly expectedSeq: number;

  constructor(execution: string, expectedSeq: number) {
    super(`execution ${execution} has moved on: its last event is not number ${expectedSeq} any more`);
    this.execution = execution;
    this.expectedSeq = expectedSeq;
  }
}

/** A definition version was published before with other content. */
export class VersionTakenError extends Error {
  override readonly name = 'VersionTakenError';

  constructor(reference: string) {
    super(`${reference} is already published with other content; publish the change under a new version`);
  }
}

/** The journal cannot be used any more (a failed sync, a full disk): the process must stop and recover. */
export class JournalFailedError extends Error {
  override readonly name = 'JournalFailedError';
}
