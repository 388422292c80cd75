/** A folder has an owner, and this user may not talk to it. Be the user who serves it, or have a key. */
export class OwnerOfOthersError extends Error {
  override readonly name = 'OwnerOfOthersError';
  readonly hint = 'give the command as the user who serves it, or ask its HTTP API with a key (baton keys add)';

  constructor(directory: string) {
    super(`${directory} is served by another user: this one may not open its control.sock`);
  }
}
