/** The file is a database, but not a journal of Baton. */
export class ForeignDatabaseError extends Error {
  override readonly name = 'ForeignDatabaseError';

  constructor(file: string) {
    super(`${file} is a database of another application; choose another data folder`);
  }
}
