/** Processes, faults, and definitions as tasks of others; `tsc` is the test. */
import { expectTypeOf } from 'vitest';
import type { z } from 'zod';
import { raise, runProcess, runWorkflow, set, text, workflow, type InputOf, type OutputOf } from '../../src/index.ts';
import type { order } from './shop.ts';
import { start, type Flowing } from './shop.ts';

// Processes put out what they are asked for; nothing comes after `raise`.
const counted = start.do('x', runProcess({ shell: { command: 'wc' } }, { return: 'code' }));
expectTypeOf<Flowing<typeof counted>>().toEqualTypeOf<number>();
const failed = start.do('x', raise({ type: 'https://shop.example/no', status: 400 }));
expectTypeOf<Flowing<typeof failed>>().toEqualTypeOf<never>();

// Definitions know what they take and put out, so that one can be a task of another.
const child = start
  .do(
    'x',
    set(({ input }) => text`${input.id}`),
  )
  .toDefinition();
expectTypeOf<InputOf<typeof child>>().toEqualTypeOf<z.input<typeof order>>();
expectTypeOf<OutputOf<typeof child>>().toEqualTypeOf<string>();
const parent = start
  .do(
    'c',
    runWorkflow(child, ({ input }) => input),
  )
  .do(
    'd',
    set(({ input }) => ({ is: input })),
  );
expectTypeOf<Flowing<typeof parent>>().toEqualTypeOf<{ readonly is: string }>();
start.do(
  'c',
  // @ts-expect-error the child takes an order
  runWorkflow(child, ({ input }) => ({ id: input.id })),
);
const ended = start
  .do(
    'x',
    set(() => 1),
  )
  .output({ as: ({ output, input }) => ({ n: output, id: input.id }) })
  .toDefinition();
expectTypeOf<OutputOf<typeof ended>>().toEqualTypeOf<{ readonly n: number; readonly id: string }>();
// @ts-expect-error no library, no JSON Schema
workflow({ namespace: 'n', name: 'n', version: '1.0.0', input: { parse: (value: unknown) => value } });
