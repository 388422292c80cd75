/** A model was named in a way that leads nowhere; the message says what to write. */
export class ModelReferenceError extends Error {
  override readonly name = 'ModelReferenceError';
}
