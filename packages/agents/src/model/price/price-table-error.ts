/** A table of prices cannot be read; the message says where and what was expected. */
export class PriceTableError extends Error {
  override readonly name = 'PriceTableError';
}
