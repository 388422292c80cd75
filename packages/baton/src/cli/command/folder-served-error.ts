/** Another process serves the folder already: there is nothing to do for a second one. */
export class FolderServedError extends Error {
  override readonly name = 'FolderServedError';
  readonly hint = 'the other commands reach it: baton list';

  constructor(directory: string) {
    super(`${directory} is served by another process`);
  }
}
