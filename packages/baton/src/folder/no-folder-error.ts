/** What was named as the data folder is none. Name another one. */
export class NoFolderError extends Error {
  override readonly name = 'NoFolderError';
  readonly hint = 'name the data folder: --data DIR';

  constructor(path: string) {
    super(`${path} is a file, and a data folder is needed there`);
  }
}
