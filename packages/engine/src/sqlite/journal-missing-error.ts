/** There is no journal to read in the data folder. */
export class JournalMissingError extends Error {
  override readonly name = 'JournalMissingError';

  constructor(directory: string) {
    super(`there is no journal in ${directory}; start something there first, or name the folder that has one`);
  }
}
