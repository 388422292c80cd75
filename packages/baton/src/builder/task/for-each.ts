import type { Course, ContextOf, EndsOf, OutputOf, Within } from '../course.ts';
import type { Expression } from '../expression/expression.ts';
import type { Condition } from '../expression/logic.ts';
import { toExpression } from '../expression/write.ts';
import type { Complete, Flow, Start } from '../flow.ts';
import { inTask, seen, variableName, type Scope, type Sees } from '../scope.ts';
import { tasksOf } from '../start-flow.ts';
import type { Task } from './task.ts';

/** What a loop goes over. */
export interface Loop<S extends Scope, Item, Each extends string, At extends string> {
  readonly in: (scope: Sees<S>) => Expression<readonly Item[]>;
  /** What an item is called inside, `item` by default. */
  readonly each?: Each;
  /** What its place in the list is called, `index` by default. */
  readonly at?: At;
  /** Looked at before every round; the loop ends when it is not `true`. */
  readonly while?: (scope: Sees<InLoop<S, Item, Each, At>>) => Condition;
}

/** What is seen inside of a loop. */
export type InLoop<S extends Scope, Item, Each extends string, At extends string> = Within<
  S,
  { readonly [Name in Each]: Item } & { readonly [Name in At]: number }
>;

/**
 * `for`: the tasks inside once for every item. What a round puts out flows into the next one, so it must be of the type
 * that flows in: start with a `set` of what the loop collects, or let rounds put out `keepInput`.
 *
 * @example
 * .do('notify', forEach({ each: 'customer', in: ({ input }) => input.customers }, (round) =>
 *   round.do('mail', call(mail, ({ customer }) => ({ to: customer.email })), { output: { as: keepInput } }),
 * ))
 */
export function forEach<
  S extends Scope,
  Item,
  B extends Course,
  const Each extends string = 'item',
  const At extends string = 'index',
>(
  loop: Loop<S, Item, Each, At>,
  body: (round: Start<InLoop<S, Item, Each, At>>) => Flow<B> & Complete<B> & Round<B, S['input']>,
): Task<S, S['input'], S['context'] | ContextOf<B>, EndsOf<B>>;
export function forEach(
  loop: Loop<Scope, unknown, string, string>,
  body: (round: Start<Scope>) => Flow<Course>,
): Task<Scope, unknown, unknown> {
  const { each, at } = loop;
  return {
    definition: {
      for: {
        ...(each !== undefined && { each: variableName(each) }),
        in: toExpression(loop.in(seen(inTask))),
        ...(at !== undefined && { at: variableName(at) }),
      },
      ...(loop.while !== undefined && { while: toExpression(loop.while(seen(inTask))) }),
      do: tasksOf(body),
    },
  };
}

/** Let a task put out what flowed into it: `{ output: { as: keepInput } }`. */
export function keepInput<T>({ input }: { readonly input: T }): T {
  return input;
}

type Round<B extends Course, In> = [OutputOf<B>] extends [In]
  ? unknown
  : {
      readonly problem: 'a round must put out what flows into the next one';
      readonly puts: OutputOf<B>;
      readonly takes: In;
    };
