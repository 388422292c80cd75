/** `listen` from the builder: what it is in a definition, and that the engine hears what the types promise. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  call,
  correlating,
  count,
  createOrchestrationSystem,
  defineEvent,
  defineFunction,
  eq,
  gt,
  gte,
  jq,
  listen,
  matching,
  set,
  text,
  workflow,
  type OrchestrationSystem,
} from '../src/index.ts';

const measured = defineEvent({
  type: 'home.measured',
  source: 'https://home.example',
  data: z.object({ room: z.string(), celsius: z.number() }),
});
const opened = defineEvent({
  type: 'home.opened',
  source: 'https://home.example',
  data: z.object({ room: z.string() }),
});

const double = defineFunction({
  name: 'double',
  input: z.object({ value: z.number() }),
  output: z.object({ value: z.number() }),
  run: (_context, { value }) => ({ value: 2 * value }),
});

const folder = mkdtempSync(join(tmpdir(), 'baton-listen-'));
let system: OrchestrationSystem;

beforeAll(async () => {
  system = await createOrchestrationSystem({ dataDir: folder, functions: [double] });
});

afterAll(async () => {
  await system.close();
  rmSync(folder, { recursive: true });
});

let number = 0;
const start = () => {
  number += 1;
  return workflow({ namespace: 'tests', name: `heard-${number}`, version: '1.0.0' });
};

/** Sends messages to a new execution, one after the other, and says how it ended. */
async function hearing(
  definition: ReturnType<ReturnType<typeof start>['toDefinition']>,
  messages: readonly (readonly [name: string, data: object])[],
): Promise<unknown> {
  const execution = await system.submitWorkflow({ workflow: definition });
  for (const [name, data] of messages) await system.signal(execution.id, name, JSON.parse(JSON.stringify(data)));
  const ended = await execution.result();
  return ended.phase === 'completed' ? ended.output : ended;
}

const kitchen = (celsius: number) => ['home.measured', { room: 'kitchen', celsius }] as const;
const cellar = (celsius: number) => ['home.measured', { room: 'cellar', celsius }] as const;

test('tasks for each event: what they put out, the context they hand on, the end it brings', async () => {
  const definition = start()
    .do(
      'begin',
      set(() => 'start'),
      { export: { as: () => ({ sum: 0 }) } },
    )
    .do(
      'hear',
      listen(
        {
          any: [matching(measured, ({ data }) => gt(data.celsius, 10))],
          until: ({ context }) => gte(context.sum, 100),
        },
        {
          item: 'reading',
          at: 'place',
          do: (each) =>
            each.do(
              'twice',
              call(double, ({ reading }) => ({ value: reading.celsius })),
            ),
          output: {
            as: ({ output, reading, place, input }) => ({
              place,
              of: text`${input}: ${reading.room}`,
              is: output.value,
            }),
          },
          export: { as: ({ context, output }) => ({ sum: jq<number>`${context.sum} + ${output.is}` }) },
        },
      ),
    )
    .toDefinition();
  expect(await hearing(definition, [kitchen(20), cellar(5), cellar(21), kitchen(30)])).toEqual([
    { place: 0, of: 'start: kitchen', is: 40 },
    { place: 1, of: 'start: cellar', is: 42 },
    { place: 2, of: 'start: kitchen', is: 60 },
  ]);
});

test('an event that is not of its kind faults where the first task would take it', async () => {
  const definition = start()
    .do(
      'hear',
      listen(
        { one: measured },
        {
          do: (each) =>
            each.do(
              'keep',
              set(({ item }) => item.celsius),
            ),
        },
      ),
    )
    .toDefinition();
  const wrong = await hearing(definition, [['home.measured', { room: 'attic', celsius: 'warm' }]]);
  expect(wrong).toMatchObject({ phase: 'faulted', fault: { status: 400, instance: '/do/0/hear/foreach/do/0/keep' } });
});

test('whole events, checked by their kinds, until another one comes', async () => {
  const definition = start()
    .do('hear', listen({ any: [measured], read: 'envelope', until: { one: opened } }))
    .do(
      'types',
      set(({ input }) => ({ number: count(input), first: jq`${input} | .[0] | [.type, .data.celsius]` })),
    )
    .toDefinition();
  expect(await hearing(definition, [kitchen(1), cellar(2), ['home.opened', { room: 'attic' }]])).toEqual({
    number: 2,
    first: ['home.measured', 1],
  });
});

test('events that belong together, by what the first one has or by what is expected', async () => {
  const definition = start()
    .do(
      'hear',
      listen({
        all: [
          correlating(measured, { room: { from: ({ data }) => data.room } }),
          correlating(
            matching(opened, ({ data }) => eq(data.room, 'kitchen')),
            { room: { from: ({ data }) => data.room, expect: () => jq<string>`"kitchen"` } },
          ),
        ],
      }),
    )
    .toDefinition();
  const sent = [kitchen(3), ['home.opened', { room: 'cellar' }], ['home.opened', { room: 'kitchen' }]] as const;
  expect(await hearing(definition, sent)).toEqual([{ room: 'kitchen', celsius: 3 }, { room: 'kitchen' }]);
});

test('in a definition it is what a person would write', () => {
  const flow = start().do(
    'hear',
    listen({ any: [measured], until: 'never', read: 'raw' }, { at: 'place', output: { schema: z.string() } }),
  );
  expect(flow.tasks).toEqual([
    {
      hear: {
        listen: { to: { any: [{ with: { type: 'home.measured' } }], until: '${ false }' }, read: 'raw' },
        foreach: { at: 'place', output: { schema: { document: expect.objectContaining({ type: 'string' }) } } },
      },
    },
  ]);
  expect(() => Reflect.apply(listen, undefined, [{}])).toThrow('listen needs to know the events');
});
