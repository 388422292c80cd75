/** The key of a secret store is missing, or it is another one. Nothing is wrong with the store. */
export class SecretsLockedError extends Error {
  override readonly name = 'SecretsLockedError';
  /** What to do about it. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
