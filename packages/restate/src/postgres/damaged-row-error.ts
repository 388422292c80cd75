/** A row says something that no Baton ever wrote. */
export class DamagedRowError extends Error {
  override readonly name = 'DamagedRowError';
}
