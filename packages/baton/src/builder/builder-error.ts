/** A workflow that was put together in a way that no definition can say. Trying again does not help. */
export class BuilderError extends Error {
  override readonly name = 'BuilderError';
}
