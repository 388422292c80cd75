/** The execution ended, and retention dropped its events since. Trying again does not help; the facts say what it was. */
export class ExecutionDroppedError extends Error {
  override readonly name = 'ExecutionDroppedError';
}
