/** A measurement that cannot be made or cannot be trusted; the message says why. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}
