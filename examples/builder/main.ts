/**
 * `node examples/builder/main.ts`: a workflow written in TypeScript, from its definition to its result.
 *
 * The builder is not a second engine: what it makes is a definition, printed here in part, that can be stored, compared
 * and run by anything that runs definitions.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createOrchestrationSystem } from '@batonhq/baton';
import { orderWorkflow } from './order-workflow.ts';
import { charge, packed, quote, reserve } from './shop.ts';

console.log(JSON.stringify(orderWorkflow, null, 2).split('\n').slice(0, 40).join('\n'), '\n  …');

const dataDir = join(fileURLToPath(new URL('.', import.meta.url)), '.baton');
const system = await createOrchestrationSystem({ dataDir, functions: [quote, reserve, charge] });
try {
  const input = {
    id: 'o-1',
    email: 'ada@example.com',
    lines: [
      { sku: 'tea', amount: 2 },
      { sku: 'kettle', amount: 1 },
    ],
  };
  const execution = await system.submitWorkflow({ workflow: orderWorkflow, input });
  await system.signal(execution.id, packed.type, { by: 'Grace' });
  const result = await execution.result();
  console.log(result.phase === 'completed' ? result.output : result);
} finally {
  await system.close();
}
