/** The database does not work in the mode that makes commits durable. */
export class DurabilityRefusedError extends Error {
  override readonly name = 'DurabilityRefusedError';

  constructor(file: string, what: string) {
    super(
      `${file} does not work with ${what}, so commits would not survive a power failure; put the data folder on a local disk`,
    );
  }
}
