import type { FunctionContext, FunctionDefinition } from '@batonhq/engine';
import type { Json } from '@batonhq/core';

const document = (name: string) => ({ dsl: '1.0.3', namespace: 'scenes', name, version: '1.0.0' });

/** What somebody might write who wants a page to do something: scripts, pictures, terminal escapes, marks that reorder. */
export const hostile =
  '<script>window.pwned = 1</script><img src=x onerror="window.pwned = 1"> ![p](https://evil.example/p.png) [a](javascript:pwned) \u001b[31mred\u001b]8;;https://evil.example\u0007 \u202egnp.exe\u2066';

let failures = 0;

/** Functions of the scenes: one fails twice and then works, one takes its time, one is durable, one echoes. */
export const sceneFunctions: readonly FunctionDefinition[] = [
  {
    name: 'flaky',
    run: () => {
      failures += 1;
      if (failures % 3 !== 0) throw new RangeError(`the line is busy ${hostile}`);
      return { answered: 'at last' };
    },
  },
  { name: 'echo', run: (_context, input) => input },
  {
    name: 'break',
    run: () => {
      throw new RangeError('the ledger of March does not add up');
    },
  },
  {
    name: 'gather',
    run: async (context: FunctionContext, input: Json) => {
      const found = await context.step('look around', () => ({ found: [1, 2, 3], input }));
      await context.sleep(60);
      await context.all([
        () => context.call({ function: 'echo', input: { part: 1 } }),
        () => context.sleep(40).then(() => null),
      ]);
      return found;
    },
  },
];

/** Everything that a timeline shows: branches, retries, waits, iterations, a durable function; it waits for `go` in the end. */
export const journey = {
  document: document('journey'),
  do: [
    { brief: { set: { customer: 'יואב כהן', city: 'תל אביב' } } },
    {
      prepare: {
        fork: {
          branches: [
            { documents: { call: 'gather', with: { topic: 'תבואות' }, export: { as: '${ { documents: . } }' } } },
            { 'אנשי קשר': { call: 'echo', with: { name: 'יואב' } } },
            {
              agenda: {
                call: 'echo',
                with: { about: '${ $context.documents }' },
                metadata: { after: ['documents'] },
              },
            },
          ],
        },
      },
    },
    {
      ask: {
        try: [{ call: { call: 'flaky' } }],
        catch: { retry: { delay: { milliseconds: 150 }, limit: { attempt: { count: 5 } } } },
      },
    },
    { pause: { wait: { milliseconds: 200 } } },
    { each: { for: { each: 'n', in: '${ [1, 2, 3, 4] }' }, do: [{ note: { call: 'echo', with: { n: '${ $n }' } } }] } },
    { answer: { listen: { to: { one: { with: { type: 'go' } } } } } },
  ],
};

/** Faults after one call was made, in a task with an input; all of it hostile. */
export const faulty = {
  document: document('faulty'),
  do: [
    { order: { call: 'echo', with: { number: 4_711, note: hostile } } },
    {
      book: {
        try: [{ 'enter it': { call: 'break', with: { month: 'March', note: hostile } } }],
        catch: { as: 'e', when: '${ false }' },
      },
    },
  ],
};

/** As many iterations as wanted: four events of the journal for each. */
export const long = (count: number) => ({
  document: document('long'),
  do: [
    {
      each: {
        for: { each: 'n', in: `\${ [range(${count})] }` },
        do: ['first', 'second', 'third'].map((name) => ({ [name]: { set: { n: '${ $n }' } } })),
      },
    },
  ],
});

/** A fork of as many branches as wanted, most of which wait for two others. */
export const tangled = (count: number) => ({
  document: document('tangled'),
  do: [
    {
      all: {
        fork: {
          branches: Array.from({ length: count }, (_, index) => ({
            [`t${index}`]: {
              set: { index },
              ...(index > 20 && index % 7 !== 0 && { metadata: { after: [`t${index - 7}`, `t${index - 20}`] } }),
            },
          })),
        },
      },
    },
  ],
});

/** A definition with as many tasks as wanted, in forks of fifty. */
export const wide = (count: number) => ({
  document: document('wide'),
  do: Array.from({ length: Math.ceil(count / 50) }, (_, group) => ({
    [`group${group}`]: {
      fork: { branches: Array.from({ length: 50 }, (__, task) => ({ [`task${group}x${task}`]: { set: { task } } })) },
    },
  })),
});
