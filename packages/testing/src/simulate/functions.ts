import { fault, FaultError, isJsonObject, type Json } from '@batonhq/core';
import type { FunctionDefinition } from '@batonhq/engine';
import type { SeededRandom } from '../random/seeded-random.ts';
import type { Outside } from './outside.ts';
import { playScript } from './script-function.ts';

/** The functions that random definitions call. `ghost` is not among them: it is registered when all is to be healed. */
export function simulatedFunctions(outside: Outside, random: SeededRandom): readonly FunctionDefinition[] {
  return [
    { name: 'pay', run: ({ idempotencyKey }) => outside.effect(idempotencyKey) },
    { name: 'once', run: ({ idempotencyKey }) => outside.effect(idempotencyKey) },
    { name: 'transfer', risk: 'high', run: ({ idempotencyKey }) => outside.effect(idempotencyKey) },
    { name: 'refund', run: ({ idempotencyKey }) => outside.effect(idempotencyKey) },
    { name: 'slow', run: ({ idempotencyKey }) => slowly(outside, idempotencyKey) },
    { name: 'flaky', run: () => flaky(outside, random) },
    { name: 'happened', run: (_, input) => outside.happened(keyOf(input)) },
    { name: 'durable', run: (context, input) => playScript(context, input, outside) },
    {
      name: 'durable-leaf',
      run: async (context) => context.step('inner', ({ idempotencyKey }) => outside.effect(idempotencyKey)),
    },
  ];
}

/** What nobody registers before the end. */
export function ghostFunction(): FunctionDefinition {
  return { name: 'ghost', run: () => ({ boo: true }) };
}

async function slowly(outside: Outside, key: string): Promise<Json> {
  for (let leg = 0; leg < 4; leg += 1) await outside.travel();
  return outside.effect(key);
}

async function flaky(outside: Outside, random: SeededRandom): Promise<Json> {
  await outside.travel();
  if (random.chance(0.5)) throw new FaultError(fault('communication', 'flaky', { status: random.pick([500, 503]) }));
  return { flaky: false };
}

function keyOf(input: Json): string {
  const key = isJsonObject(input) ? input['key'] : undefined;
  return typeof key === 'string' ? key : '';
}
