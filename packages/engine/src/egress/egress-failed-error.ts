/** A request that brought no answer. */
export class EgressFailedError extends Error {
  override readonly name = 'EgressFailedError';
  /** False when certainly nothing was sent: the other side cannot have done anything. */
  readonly wasSent: boolean;

  constructor(message: string, about: { readonly wasSent: boolean }) {
    super(message);
    this.wasSent = about.wasSent;
  }
}
