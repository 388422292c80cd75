/**
 * The database did not answer, or refused for a reason that has nothing to do with what was sent. Trying again later
 * helps; where it was a commit, trying again is safe because of the fence.
 */
export class JournalUnavailableError extends Error {
  override readonly name = 'JournalUnavailableError';
}
