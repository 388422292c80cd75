/** Workflows from the builder, executed: what the types promise is what flows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  at,
  call,
  choose,
  createOrchestrationSystem,
  defineEvent,
  defineFunction,
  emit,
  eq,
  filter,
  fork,
  forEach,
  gt,
  jq,
  keepInput,
  listen,
  map,
  matching,
  orElse,
  plan,
  race,
  raise,
  runWorkflow,
  sequence,
  set,
  switchTo,
  text,
  tryCatch,
  wait,
  withInput,
  workflow,
  type InputOf,
  type Json,
  type OrchestrationSystem,
  type WorkflowDefinition,
} from '../src/index.ts';

const order = z.object({ id: z.string(), total: z.number(), lines: z.array(z.object({ sku: z.string() })) });
const input = { id: 'o-1', total: 12, lines: [{ sku: 'a' }, { sku: 'b' }] };

const greet = defineFunction({
  name: 'greet',
  input: z.object({ name: z.string(), loud: z.boolean().default(false) }),
  output: z.object({ greeting: z.string() }),
  run: (_context, { name, loud }) => ({ greeting: loud ? `HELLO ${name}` : `hello ${name}` }),
});

const echo = defineFunction({
  name: 'echo',
  input: z.object({ n: z.number() }),
  run: (_context, { n }) => ({ n }),
});

let failures = 0;
const flaky = defineFunction({
  name: 'flaky',
  run() {
    failures += 1;
    if (failures < 3) throw new RangeError(`failure ${failures}`);
    return { failures };
  },
});

const packed = defineEvent({ type: 'packed', source: 'https://shop.example', data: z.object({ order: z.string() }) });

const folder = mkdtempSync(join(tmpdir(), 'baton-builder-'));
let system: OrchestrationSystem;

beforeAll(async () => {
  system = await createOrchestrationSystem({ dataDir: folder, functions: [greet, echo, flaky] });
});

afterAll(async () => {
  await system.close();
  rmSync(folder, { recursive: true });
});

let number = 0;
const start = () => {
  number += 1;
  return workflow({ namespace: 'tests', name: `built-${number}`, version: '1.0.0', input: order });
};

/** What a definition puts out for an input. */
async function outputOf<W extends WorkflowDefinition<never>>(
  definition: W,
  given: InputOf<W> & Json,
): Promise<unknown> {
  const execution = await system.submitWorkflow({ workflow: definition, input: given });
  const ended = await execution.result();
  return ended.phase === 'completed' ? ended.output : ended;
}

test('what is exported, put out and given arrives', async () => {
  const definition = start()
    .do(
      'greet',
      call(greet, ({ input: own }) => ({ name: own.id })),
      {
        output: { as: ({ input: own, output }) => ({ ...own, said: output.greeting }) },
        export: { as: ({ context, output }) => ({ ...context, said: output.said }) },
      },
    )
    .do(
      'skipped',
      set(() => 'never'),
      { if: ({ input: own }) => eq(orElse(jq<string>`${own}.id`, ''), 'other') },
    )
    .do(
      'own',
      withInput(
        ({ input: own }) => ({ name: text`${own}`, loud: true }),
        () => call(greet),
      ),
      {
        if: ({ context }) => eq(context.said, 'nobody'),
        output: { as: ({ output }) => output.greeting },
      },
    )
    .do(
      'done',
      set(({ context, input: own }) => ({ said: context.said, ids: jq`${own}.lines | map(.sku)` })),
    )
    .output({ as: ({ output, context, input: own }) => ({ ...output, again: context.said, total: own.total }) })
    .toDefinition();
  expect(await outputOf(definition, input)).toEqual({
    said: 'hello o-1',
    ids: ['a', 'b'],
    again: 'hello o-1',
    total: 12,
  });
});

test('a task with an input of its own: its output still sees what flowed in', async () => {
  const definition = start()
    .do(
      'own',
      withInput(
        ({ input: own }) => at(own.lines, 1),
        (line) => call(greet, () => ({ name: orElse(line.sku, '?'), loud: true })),
      ),
      {
        output: { as: ({ input: own, output }) => ({ id: own.id, said: output.greeting }) },
      },
    )
    .do(
      'whole',
      call(echo, () => jq<{ n: number }>('{n: 7}')),
      { output: { as: ({ input: own, output }) => ({ ...own, ...output }) } },
    )
    .toDefinition();
  expect(await outputOf(definition, input)).toEqual({ id: 'o-1', said: 'HELLO b', n: 7 });
});

test('a plan: branches see those before them, and the fork puts out all by name', async () => {
  const definition = start()
    .do(
      'plan',
      plan((tasks) =>
        tasks
          .branch(
            'a',
            call(greet, ({ input: own }) => ({ name: own.id })),
          )
          .branch('b', wait({ milliseconds: 5 }))
          .after('a', 'b')
          .branch(
            'c',
            sequence((flow) =>
              flow.do(
                'd',
                set(({ context }) => ({ of: [context.a.greeting, context.b.total] })),
              ),
            ),
          ),
      ),
    )
    .do(
      'after',
      set(({ input: all, context }) => ({ c: all.c.of, said: context.a.greeting, id: all.b.id })),
    )
    .toDefinition();
  expect(await outputOf(definition, input)).toEqual({ c: ['hello o-1', 12], said: 'hello o-1', id: 'o-1' });
});

test('fork names its outputs, race has one', async () => {
  const definition = start()
    .do(
      'both',
      fork((branches) =>
        branches
          .branch(
            'x',
            set(({ input: own }) => own.total),
          )
          .branch(
            'y',
            set(() => 2),
          ),
      ),
      {
        output: { as: ({ output, input: own }) => ({ sum: jq<number>`${output.x} + ${output.y}`, id: own.id }) },
      },
    )
    .do(
      'first',
      race((branches) =>
        branches
          .branch(
            'slow',
            sequence((flow) => flow.do('w', wait('PT60S'))),
          )
          .branch(
            'fast',
            set(({ input: own }) => own.sum),
          ),
      ),
    )
    .toDefinition();
  expect(await outputOf(definition, input)).toBe(14);
});

test('loops, choices and jumps', async () => {
  const definition = start()
    .do(
      'begin',
      set(({ input: own }) => ({ left: own.lines, said: jq<readonly string[]>('[]') })),
    )
    .do(
      'each',
      forEach(
        { each: 'line', in: ({ input: state }) => state.left, while: ({ index }) => gt(jq<number>`2 - ${index}`, 0) },
        (round) =>
          round
            .do(
              'greet',
              call(greet, ({ line }) => ({ name: line.sku })),
              {
                output: {
                  as: ({ input: state, output }) => ({
                    ...state,
                    said: jq<readonly string[]>`${state.said} + [${output.greeting}]`,
                  }),
                },
              },
            )
            .do(
              'quiet',
              call(echo, ({ index }) => ({ n: index })),
              { output: { as: keepInput } },
            ),
      ),
    )
    .do(
      'choose',
      choose(
        {
          many: {
            when: ({ input: state }) => gt(jq<number>`${state.said} | length`, 1),
            do: (flow) =>
              flow.do(
                'm',
                set(({ input: state }) => ({
                  said: map(
                    filter(state.said, (one) => eq(one, 'hello a')),
                    (one) => text`${one}!`,
                  ),
                })),
              ),
          },
        },
        (flow) =>
          flow.do(
            'n',
            set(() => ({ said: [''] })),
          ),
      ),
    )
    .do('jump', switchTo({ never: { when: ({ input: own }) => eq(at(own.said, 0), 'x'), then: 'c' } }, 'd'))
    .do(
      'c',
      set(() => 'not here'),
      { then: 'end' },
    )
    .do(
      'd',
      set(({ input: own }) => ({ final: own.said })),
    )
    .toDefinition();
  expect(await outputOf(definition, input)).toEqual({ final: ['hello a!'] });
});

test('faults: retried, caught, raised', async () => {
  const retried = start()
    .do(
      'try',
      tryCatch(
        (flow) =>
          flow.do(
            'flaky',
            call(flaky, () => ({})),
          ),
        { retry: { delay: { milliseconds: 1 }, limit: { attempt: { count: 5 } } } },
      ),
    )
    .toDefinition();
  expect(await outputOf(retried, input)).toEqual({ failures: 3 });
  const no = { type: 'https://shop.example/no', status: 409, title: 'No' };
  const caught = start()
    .do(
      'try',
      tryCatch(
        (flow) =>
          flow.do(
            'no',
            raise(({ input: own }) => ({ ...no, detail: text`not ${own.id}` })),
          ),
        {
          as: 'fault',
          when: ({ fault }) => eq(fault.status, 409),
          do: (flow) =>
            flow.do(
              'why',
              set(({ fault, input: own }) => ({ why: fault.detail, total: own.total })),
            ),
        },
      ),
    )
    .toDefinition();
  expect(await outputOf(caught, input)).toEqual({ why: 'not o-1', total: 12 });
  expect(await outputOf(start().do('no', raise(no)).toDefinition(), input)).toMatchObject({
    phase: 'faulted',
    fault: no,
  });
});

test('events that match, by signal and by emit, and children with their types', async () => {
  const child = start()
    .do(
      'tell',
      emit(packed, ({ input: own }) => ({ order: own.id })),
    )
    .toDefinition();
  await system.define(child);
  const definition = start()
    .do(
      'child',
      runWorkflow(child, ({ input: own }) => ({ ...own, total: 1 })),
    )
    .do('hear', listen({ one: matching(packed, ({ data, input: own }) => eq(data.order, own.id)) }), {
      output: { as: ({ input: own, output }) => ({ order: at(output, 0).order, total: own.total }) },
    })
    .toDefinition();
  const execution = await system.submitWorkflow({ workflow: definition, input });
  await system.signal(execution.id, packed.type, { order: 'another' });
  await system.signal(execution.id, packed.type, { order: 'o-1' });
  expect(await execution.result()).toEqual({ phase: 'completed', output: { order: 'o-1', total: 1 } });
});

test('what is not of the type at run time is refused there', async () => {
  const definition = start()
    .do(
      'x',
      set(() => 1),
    )
    .toDefinition();
  const execution = await system.submitWorkflow({ workflow: definition, input: { id: 5 } });
  expect(await execution.result()).toMatchObject({ phase: 'faulted', fault: { status: 400 } });
});
