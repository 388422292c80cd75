import { FaultError, fault, isJsonObject, type Json } from '@batonhq/core';
import type { FunctionDefinition } from '@batonhq/engine';

/** Functions that the definitions of the backend suite call. Every process that performs steps registers them. */
export const backendFunctions: readonly FunctionDefinition[] = [
  { name: 'double', run: (_context, input) => ({ n: Number(member(input, 'n')) * 2 }) },
  {
    name: 'record',
    run: async ({ idempotencyKey, signal }, input) => {
      const address = `${text(input, 'ledger')}/${text(input, 'name')}`;
      const response = await fetch(address, { method: 'POST', headers: { 'idempotency-key': idempotencyKey }, signal });
      if (!response.ok) throw new FaultError(fault('communication', `answered ${response.status}`));
      return { recorded: text(input, 'name') };
    },
  },
  {
    name: 'find-out',
    run: async ({ signal }, input) => {
      await fetch(`${text(input, 'ledger')}/${text(input, 'name')}`, { signal });
      return { happened: true, output: { found: true } };
    },
  },
  {
    name: 'two-steps',
    run: async (context, input) => {
      const touch = (name: string) =>
        context.step(name, async ({ idempotencyKey, signal }) => {
          const headers = { 'idempotency-key': idempotencyKey };
          await fetch(`${text(input, 'ledger')}/${text(input, 'name')}-${name}`, { method: 'POST', headers, signal });
          return name;
        });
      const first = await touch('first');
      await context.sleep(50);
      return { steps: [first, await touch('second')] };
    },
  },
  {
    name: 'refuse',
    run: () => {
      throw new FaultError(fault('validation', 'no such thing'));
    },
  },
];

function member(input: Json, name: string): Json {
  return isJsonObject(input) ? (input[name] ?? null) : null;
}

function text(input: Json, name: string): string {
  const value = member(input, name);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
