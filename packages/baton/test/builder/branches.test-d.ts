/** Forks, races and plans; `tsc` is the test. */
import { expectTypeOf } from 'vitest';
import { call, fork, gt, plan, race, set } from '../../src/index.ts';
import { mail, start, type Context, type Flowing } from './shop.ts';

// Branches have names; a plan shows a branch what those before it exported, and nothing else.
const forked = start.do(
  'f',
  fork((branches) =>
    branches
      .branch(
        'a',
        set(() => 1),
      )
      .branch(
        'b',
        call(mail, ({ input }) => ({ to: input.id })),
      ),
  ),
);
expectTypeOf<Flowing<typeof forked>>().toEqualTypeOf<{
  readonly a: number;
  readonly b: { sent: boolean; at: string };
}>();
const raced = start.do(
  'f',
  race((branches) =>
    branches
      .branch(
        'a',
        set(() => 1),
      )
      .branch(
        'b',
        set(() => 'x'),
      ),
  ),
);
expectTypeOf<Flowing<typeof raced>>().toEqualTypeOf<string | number>();
const planned = start.do(
  'p',
  plan((tasks) =>
    tasks
      .branch(
        'a',
        set(() => ({ n: 1 })),
      )
      .branch(
        'b',
        set(({ input }) => ({ m: input.id })),
        { if: ({ input }) => gt(input.total, 1) },
      )
      .after('a')
      .branch(
        'c',
        set(({ context }) => ({ sum: context.a.n })),
      )
      .after('b', 'c')
      .branch(
        'd',
        set(({ context }) => ({ first: context.a.n, sum: context.c.sum, maybe: context.b.m })),
      ),
  ),
);
expectTypeOf<Flowing<typeof planned>['d']>().toEqualTypeOf<{
  readonly first: number;
  readonly sum: number;
  readonly maybe: string | null;
}>();
expectTypeOf<Context<typeof planned>['c']>().toEqualTypeOf<{ readonly sum: number }>();
start.do(
  'p',
  plan((tasks) =>
    tasks
      .branch(
        'a',
        set(() => ({ n: 1 })),
      )
      .branch(
        'b',
        // @ts-expect-error "a" does not come before
        set(({ context }) => ({ m: context.a.n })),
      ),
  ),
);
start.do(
  'p',
  plan((tasks) =>
    tasks
      .branch(
        'a',
        set(() => ({ n: 1 })),
      )
      // @ts-expect-error there is no branch "x" to come after
      .after('x')
      .branch(
        'b',
        set(() => 1),
      ),
  ),
);
