/** What was asked needs somebody's word first. `hint` says how to give it. */
export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
