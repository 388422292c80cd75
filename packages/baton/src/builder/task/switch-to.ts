import type { Condition } from '../expression/logic.ts';
import { toExpression } from '../expression/write.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import type { Leave, Task, Unchanged } from './task.ts';

/** Where a `switch` goes when. */
export type SwitchCases<S extends Scope, To extends string> = Readonly<
  Record<string, { readonly when: (scope: Sees<S>) => Condition; readonly then: To }>
>;

/**
 * `switch`: the first case that holds says where the flow goes: to a task of the same list by name, `continue`, `exit`
 * or `end`. When none holds it goes to `otherwise`. What flows in flows on.
 *
 * For cases with tasks of their own see {@link choose}.
 *
 * @example
 * .do('route', switchTo({ large: { when: ({ input }) => gt(input.total, 1000), then: 'review' } }, 'ship'))
 */
export function switchTo<S extends Scope, const To extends string, const Otherwise extends string = 'continue'>(
  cases: SwitchCases<S, To>,
  otherwise?: Otherwise,
): Task<S, Unchanged, Unchanged, Jumps<To | Otherwise>>;
export function switchTo(cases: SwitchCases<Scope, string>, otherwise?: string): Task<Scope, Unchanged> {
  const written = Object.entries(cases).map(([name, { when, then }]) => ({
    [name]: { when: toExpression(when(seen(inTask))), then },
  }));
  return { definition: { switch: otherwise === undefined ? written : [...written, { default: { then: otherwise } }] } };
}

type Jumps<To extends string> = Jump<To> | ('continue' extends To ? never : Leave<'nowhere', Unchanged, Unchanged>);
type Jump<To extends string> = To extends 'continue' ? never : Leave<To, Unchanged, Unchanged>;
