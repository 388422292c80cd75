/** A mutant cannot be judged: its list, its change or its command is not in order. */
export class MutantError extends Error {
  override readonly name = 'MutantError';
}
