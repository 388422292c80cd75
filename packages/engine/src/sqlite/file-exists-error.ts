/** Something is where a file or a journal is to be written, and nobody said that it may be replaced. */
export class FileExistsError extends Error {
  override readonly name = 'FileExistsError';
  readonly hint = 'name another place, or replace what is there with --force';

  constructor(path: string) {
    super(`${path} is there already`);
  }
}
