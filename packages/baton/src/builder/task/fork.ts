import type { JsonObject } from '@batonhq/core';
import type { Branches, Fork, JoinedContext, OutputsOf } from '../branches.ts';
import { computed } from '../expression/reference.ts';
import { toExpression } from '../expression/write.ts';
import type { Scope } from '../scope.ts';
import { startBranches } from '../start-branches.ts';
import type { Task } from './task.ts';

/** The branches that a fork begins with. */
export interface Begun<S extends Scope, Exports extends boolean> {
  readonly scope: S;
  readonly branches: object;
  readonly exports: Exports;
}

/**
 * `fork`: all branches at the same time. Puts out an object with what each branch put out, by its name.
 *
 * @example
 * .do('check', fork((branches) => branches.branch('stock', call(stock)).branch('credit', call(credit))))
 */
export function fork<S extends Scope, F extends Fork>(
  build: (branches: Branches<Begun<S, false>>) => Branches<F>,
): Task<S, OutputsOf<F>, JoinedContext<F>> {
  return forkOf(build(startBranches<Begun<S, false>>({ exports: false })).tasks);
}

/**
 * A plan: a fork in which `after` gives the order and every branch exports what it puts out under its own name. A branch
 * starts the moment the branches it comes after have ended, and sees in `context` what they exported, and nothing of
 * the others.
 *
 * @example
 * .do('trip', plan((tasks) => tasks
 *   .branch('flights', call(flights))
 *   .branch('hotels', call(hotels))
 *   .after('flights', 'hotels').branch('offer', call(offer, ({ context }) => ({ flight: context.flights, hotel: context.hotels }))),
 * ))
 */
export function plan<S extends Scope, F extends Fork>(
  build: (tasks: Branches<Begun<S, true>>) => Branches<F>,
): Task<S, OutputsOf<F>, JoinedContext<F>> {
  return forkOf(build(startBranches<Begun<S, true>>({ exports: true })).tasks);
}

/**
 * `fork` with `compete`: the first branch to complete wins, the others are abandoned. Puts out what the winner put out.
 *
 * @example .do('ask', race((branches) => branches.branch('one', call(one)).branch('other', call(other))))
 */
export function race<S extends Scope, F extends Fork>(
  build: (branches: Branches<Begun<S, false>>) => Branches<F>,
): Task<S, OutputsOf<F>[keyof OutputsOf<F>], S['context'] | JoinedContext<F>> {
  const { tasks } = build(startBranches<Begun<S, false>>({ exports: false }));
  return { definition: { fork: { branches: tasks, compete: true } } };
}

/** The language puts out a list in the order of the branches; this gives it their names. */
function forkOf(branches: readonly JsonObject[]): { readonly definition: JsonObject } {
  const named = branches.flatMap((branch, index) =>
    Object.keys(branch).map((name) => [name, computed({ jq: `.[${index}]`, isTerm: true })] as const),
  );
  return { definition: { fork: { branches }, output: { as: toExpression(Object.fromEntries(named)) } } };
}
