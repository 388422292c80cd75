/** Nothing was tried, and nothing will be until somebody acts: a program that nobody allowed, say. */
export class UnavailableCallError extends Error {
  override readonly name = 'UnavailableCallError';
}
