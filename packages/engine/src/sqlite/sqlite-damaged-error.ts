/** The journal on disk is not what was written: stop, and restore a backup or ask `doctor` what can be saved. */
export class SqliteDamagedError extends Error {
  override readonly name = 'SqliteDamagedError';

  constructor(damage: string, hint = 'restore a backup, or run `baton doctor --verify` to see what is affected') {
    super(`the journal is damaged: ${damage}; ${hint}`);
  }
}
