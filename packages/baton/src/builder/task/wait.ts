import type { Duration } from '../duration.ts';
import type { Expression } from '../expression/expression.ts';
import { toTemplate } from '../expression/write.ts';
import { resolve, type Given } from '../given.ts';
import type { Scope, Sees } from '../scope.ts';
import type { Passing } from './task.ts';

/**
 * `wait`: a durable timer. What flows in flows on.
 *
 * @example .do('cool down', wait({ minutes: 15 }))
 */
export function wait<S extends Scope>(duration: Given<Sees<S>, Duration | Expression<string>>): Passing<S> {
  return { definition: { wait: toTemplate(resolve(duration)) } };
}
