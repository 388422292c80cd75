/**
 * A process in which one execution writes messages and another deals with them, for tests that kill it:
 * `node together-process.ts FOLDER MESSAGES`. It starts both, or goes on with those it finds, and ends when they have.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@batonhq/core';
import { createOrchestrationSystem } from '../src/index.ts';

const [, , folder = '', messages = '0'] = process.argv;
const system = await createOrchestrationSystem({ dataDir: join(folder, 'data') });
system.registerFunction({
  name: 'deal',
  run: (context, input) => {
    appendFileSync(join(folder, 'dealt.txt'), `${context.idempotencyKey} ${JSON.stringify(input)}\n`);
    return null;
  },
});

const each = (name: string, tasks: readonly JsonObject[]): JsonObject => ({
  document: { dsl: '1.0.3', namespace: 'tests', name, version: '1.0.0' },
  do: [{ all: { for: { each: 'n', in: `\${ [range(${messages})] }` }, do: tasks } }],
});
const write = { call: 'message_send', with: { to: 'clerk', body: '${ $n }' } };
const count = { call: 'context_write', with: { key: 'sent', scope: 'tenant', value: 1, merge: 'add' } };
const take = {
  call: 'message_receive',
  with: { agent: 'clerk', limit: 1, wait: 'PT1M' },
  export: { as: '${ .messages[0] }' },
};
const deal = { call: 'deal', with: { body: '${ $context.body }' } };
const done = { call: 'message_done', with: { agent: 'clerk', ids: ['${ $context.id }'] } };
const executions = await Promise.all([
  system.submitWorkflow({ workflow: each('write', [{ write }, { count }]), idempotencyKey: 'write' }),
  system.submitWorkflow({ workflow: each('deal', [{ take }, { deal }, { done }]), idempotencyKey: 'deal' }),
]);
const ends = await Promise.all(executions.map((execution) => execution.result()));
process.stdout.write(`${JSON.stringify(ends.map((end) => (end.phase === 'faulted' ? end.fault : end.phase)))}\n`);
await system.close();
