/** An event was written by a version of Baton that knows more than this one: reading on would lose what it says. */
export class NewerEventError extends Error {
  override readonly name = 'NewerEventError';
  readonly kind: string;
  readonly version: number;

  constructor(kind: string, version: number) {
    super(
      `event ${kind} in version ${version} was written by a newer Baton; open the journal with that release or a later one`,
    );
    this.kind = kind;
    this.version = version;
  }
}
