/** The other side may or may not have done it. */
export class LostCallError extends Error {
  override readonly name = 'LostCallError';
  /** The description of the other side says that doing it again is harmless. */
  readonly isRepeatable: boolean;

  constructor(message: string, { isRepeatable = false }: { readonly isRepeatable?: boolean } = {}) {
    super(message);
    this.isRepeatable = isRepeatable;
  }
}
