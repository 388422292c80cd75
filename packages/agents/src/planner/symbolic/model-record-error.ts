/** What was kept is no planning model that this version reads; the message says which part. */
export class ModelRecordError extends Error {
  override readonly name = 'ModelRecordError';
}
