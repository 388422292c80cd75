import { call, createOrchestrationSystem, defineFunction, gt, orElse, set, text, workflow } from '@batonhq/baton';
import { z } from 'zod';

const quote = defineFunction({
  name: 'quote',
  input: z.object({ sku: z.string(), amount: z.number() }),
  output: z.object({ price: z.number() }),
  run: (_context, { amount }) => ({ price: 4 * amount }),
});

const offer = workflow({
  namespace: 'docs',
  name: 'offer',
  version: '1.0.0',
  input: z.object({ sku: z.string(), amount: z.number(), name: z.string().optional() }),
})
  .do(
    'price',
    call(quote, ({ input }) => ({ sku: input.sku, amount: input.amount })),
    {
      output: { as: ({ input, output }) => ({ ...input, price: output.price }) },
    },
  )
  .do(
    'discount',
    set(({ input }) => ({ ...input, price: 99 })),
    { if: ({ input }) => gt(input.price, 100) },
  )
  .do(
    'write',
    set(({ input }) => ({ text: text`Dear ${orElse(input.name, 'customer')}, that is ${input.price}.` })),
  )
  .toDefinition();

const system = await createOrchestrationSystem({ functions: [quote] });
const execution = await system.submitWorkflow({ workflow: offer, input: { sku: 'tea', amount: 3 } });
console.log(await execution.result());
await system.close();
