/** A command needs a process that owns the folder, and there is none. Start one and give the command again. */
export class NobodyServesError extends Error {
  override readonly name = 'NobodyServesError';
  readonly hint: string;

  constructor(directory: string) {
    super(`no process serves ${directory}, so nobody can carry this out`);
    this.hint = `baton serve --data ${directory}   (in another terminal), then again`;
  }
}
