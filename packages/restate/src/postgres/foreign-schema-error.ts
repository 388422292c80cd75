/** The database cannot serve as this Baton's journal: a newer release wrote it, or it is set up to lose commits. */
export class ForeignSchemaError extends Error {
  override readonly name = 'ForeignSchemaError';
}
