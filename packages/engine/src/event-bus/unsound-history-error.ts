/** The kept events are not what this release writes: they were damaged, or a newer one wrote them. */
export class UnsoundHistoryError extends Error {
  override readonly name = 'UnsoundHistoryError';
}
