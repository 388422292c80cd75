/** The file of a secret store was changed by something that does not know its key: nothing of it is believed. */
export class SecretsDamagedError extends Error {
  override readonly name = 'SecretsDamagedError';
  readonly hint = 'put back a copy of the file, or remove it and set the secrets again';
}
