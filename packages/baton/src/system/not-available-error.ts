/** Something the documents promise that this version cannot do yet. Trying again does not help; another version may. */
export class NotAvailableError extends Error {
  override readonly name = 'NotAvailableError';
  /** What to do instead. */
  readonly hint: string | undefined;

  constructor(what: string, hint?: string) {
    super(`${what} is not available yet in this version of Baton`);
    this.hint = hint;
  }
}
