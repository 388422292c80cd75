/** The other side of a call could not be looked at. Its message has no secrets. */
export class UndescribedCallError extends Error {
  override readonly name = 'UndescribedCallError';
}
