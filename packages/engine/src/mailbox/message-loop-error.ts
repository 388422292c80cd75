/** An agent says the same again and again, and nothing changes. Trying again does not help: a person has to look. */
export class MessageLoopError extends Error {
  override readonly name = 'MessageLoopError';
}
