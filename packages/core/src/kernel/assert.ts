/** A broken invariant: a defect of Baton itself, never of its input. The execution is left as the journal has it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws an {@link InvariantError} when `condition` does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === undefined || condition === null) throw new InvariantError(message);
}

/** Marks a branch that the types rule out; reaching it is a defect. */
export function unreachable(value: never): never {
  throw new InvariantError(`unexpected case: ${JSON.stringify(value)}`);
}
