import type { Value } from '../expression/value.ts';
import { toMapOrExpression } from '../expression/write.ts';
import { resolve, type Given } from '../given.ts';
import type { Scope, Sees } from '../scope.ts';
import type { Task } from './task.ts';

/** An error as problem details. */
export interface Problem {
  /** A URI that says what kind of error it is. */
  readonly type: Value<string>;
  readonly status: number;
  readonly title?: Value<string>;
  readonly detail?: Value<string>;
  readonly instance?: Value<string>;
}

/**
 * `raise`: faults on purpose; nothing flows on. Takes an error, or the name of one in `use.errors`.
 *
 * @example
 * .do('refuse', raise(({ input }) => ({ type: 'https://shop.example/errors/empty', status: 422, detail: text`no items in ${input.id}` })))
 */
export function raise<S extends Scope>(problem: Given<Sees<S>, Problem | { readonly named: string }>): Task<S, never> {
  const error = resolve(problem);
  return { definition: { raise: { error: 'named' in error ? error.named : toMapOrExpression(error) } } };
}
