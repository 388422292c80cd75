import { once } from 'node:events';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';
import { FaultError, fault, isJsonObject, type Json } from '@batonhq/core';
import type { FunctionDefinition } from '@batonhq/engine';

/** Functions that the scenarios call. Every process under test registers them. */
export const paymentFunctions: readonly FunctionDefinition[] = [
  { name: 'pay', run: ({ idempotencyKey, signal }, input) => pay(input, { key: idempotencyKey, signal }) },
  {
    name: 'was-paid',
    run: async ({ signal }, input) => {
      const { body } = await exchange(addressOf('paid', input), { signal });
      const wasPaid: { readonly paid: boolean } = JSON.parse(body);
      return wasPaid.paid ? { happened: true, output: { receipt: 'found' } } : { happened: false };
    },
  },
  {
    name: 'pay-in-parts',
    run: async (context, input) => {
      for (const label of ['part-one', 'part-two', 'part-three']) {
        await context.step(label, ({ idempotencyKey, signal }) =>
          pay({ ...objectOf(input), label }, { key: idempotencyKey, signal }),
        );
        await context.sleep(5);
      }
      return { parts: 3 };
    },
  },
];

async function pay(
  input: Json,
  { key, signal }: { readonly key: string; readonly signal: AbortSignal },
): Promise<Json> {
  const headers = { 'idempotency-key': key };
  const { status } = await exchange(addressOf('pay', input), { method: 'POST', headers, signal });
  if (status !== 200) throw new FaultError(fault('communication', 'turned away', { status }));
  return { receipt: key };
}

/** `fetch` would cost each process a tenth of its life to load. */
async function exchange(
  address: string,
  options: RequestOptions,
): Promise<{ readonly status: number; readonly body: string }> {
  const sent = request(address, options).end();
  const [response]: IncomingMessage[] = await once(sent, 'response');
  return { status: response?.statusCode ?? 0, body: response === undefined ? '' : await text(response) };
}

/** Input: `{ bank, order, label }`. */
function addressOf(verb: 'pay' | 'paid', input: Json): string {
  const { bank, order, label } = objectOf(input);
  return [bank, verb, order, label].map(String).join('/');
}

function objectOf(input: Json): Readonly<Record<string, Json>> {
  return isJsonObject(input) ? input : {};
}
