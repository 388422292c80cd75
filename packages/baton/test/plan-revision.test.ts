/** A task of a plan fails: another way is found, agreed to, and only what failed is done anew. */
import { fault, FaultError, type Json, type JsonObject } from '@batonhq/core';
import { expect, test } from 'vitest';
import type { SystemOptions } from '../src/index.ts';
import { openPlace, question, unreachable } from './telling-place.ts';

const written = (last: JsonObject): JsonObject => ({
  document: {
    dsl: '1.0.3',
    namespace: 'plans',
    name: 'rates',
    version: '1.0.0',
    summary: 'zzzz qqqq',
    metadata: { onFault: 'revise' },
  },
  do: [
    {
      work: {
        fork: {
          branches: [
            {
              rate: {
                call: 'find:1.0.0@default',
                with: {},
                export: { as: '${ $context + { rate: . } }' },
                metadata: { purpose: 'find', risk: 'low' },
              },
            },
            { tell: { with: {}, export: { as: '${ $context + { tell: . } }' }, ...last } },
          ],
        },
      },
    },
  ],
  output: { as: '${ $context }' },
});

const telling = { call: 'tell:1.0.0@default', metadata: { purpose: 'tell', risk: 'low', after: ['rate'] } };

test('where no planner knows another way, what may be over is tried again once, when somebody agrees', async () => {
  const { system, calls } = await openPlace((times) => (times === 1 ? unreachable() : { rate: times }));
  const execution = await system.submitWorkflow({ workflow: written(telling) });
  const asked = await question(system, execution.id);
  expect(asked).toMatchObject({
    kind: 'revision',
    what: 'try again what failed, as it is',
    call: { changes: [] },
  });
  await system.approvals.approve(asked.id, { by: 'dana' });
  expect(await execution.result()).toMatchObject({ phase: 'completed', output: { tell: { rate: 2 } } });
  expect(calls).toEqual(['find', 'tell', 'tell']);
});

test.each<[string, SystemOptions, () => Json]>([
  ['nobody is there to ask', { policy: 'unattended' }, unreachable],
  [
    'it was no matter of time',
    {},
    () => {
      throw new FaultError(fault('validation', 'no such rate'));
    },
  ],
])('a plan fails with its task where %s', async (_, options, tell) => {
  const { system } = await openPlace(tell, options);
  const execution = await system.submitWorkflow({ workflow: written(telling) });
  expect(await execution.result()).toMatchObject({ phase: 'faulted' });
});
