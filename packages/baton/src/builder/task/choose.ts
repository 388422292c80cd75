import { BuilderError } from '../builder-error.ts';
import type { Course, ContextOf, EndsOf, OutputOf } from '../course.ts';
import type { Condition } from '../expression/logic.ts';
import { toExpression } from '../expression/write.ts';
import type { Body } from '../flow.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import { tasksOf, type AnyBody } from '../start-flow.ts';
import type { Task } from './task.ts';

/** A case, and what to do in it. */
export interface Choice<S extends Scope, B extends Course> {
  readonly when: (scope: Sees<S>) => Condition;
  readonly do: Body<S, B>;
}

/**
 * A `switch` whose cases have their own tasks: the first case that holds is done, `otherwise` when none does. It is a
 * `do` with a `switch` and a `do` for each case, which exits.
 *
 * @example
 * .do('handle', choose(
 *   { large: { when: ({ input }) => gt(input.total, 1000), do: (flow) => flow.do('review', call(review)) } },
 *   (flow) => flow.do('ship', call(ship)),
 * ))
 */
export function choose<S extends Scope, B extends Readonly<Record<string, Course>>, O extends Course>(
  cases: { readonly [Name in keyof B]: Choice<S, B[Name]> },
  otherwise: Body<S, O>,
): Task<S, OutputOf<B[keyof B] | O>, ContextOf<B[keyof B] | O>, EndsOf<B[keyof B] | O>>;
export function choose(
  cases: Readonly<Record<string, { readonly when: (scope: Sees<Scope>) => Condition; readonly do: AnyBody }>>,
  otherwise: AnyBody,
): Task<Scope, unknown> {
  const entries = Object.entries(cases);
  const taken = entries.find(([name]) => name === 'which' || name === 'otherwise');
  if (taken !== undefined)
    throw new BuilderError(`a case cannot be called "${taken[0]}": choose has a task of that name`);
  const written = entries.map(([name, { when }]) => ({
    [name]: { when: toExpression(when(seen(inTask))), then: name },
  }));
  const bodies = [...entries.map(([name, one]) => [name, one.do] as const), ['otherwise', otherwise] as const];
  return {
    definition: {
      do: [
        { which: { switch: [...written, { otherwise: { then: 'otherwise' } }] } },
        ...bodies.map(([name, body]) => ({ [name]: { do: tasksOf(body), then: 'exit' } })),
      ],
    },
  };
}
