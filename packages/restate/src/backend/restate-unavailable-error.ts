/** Restate does not answer, or refused for a reason of its own. Trying again later may help. */
export class RestateUnavailableError extends Error {
  override readonly name = 'RestateUnavailableError';
}
