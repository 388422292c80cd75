/** A name or a value that a secret store does not take. */
export class SecretValueError extends Error {
  override readonly name = 'SecretValueError';
}
