/** What was published is no CloudEvent; the message says which attribute is wrong. Trying again does not help. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
}
