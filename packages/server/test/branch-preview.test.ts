import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from './support.ts';

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startServer({
    functions: [
      { name: 'pay', run: (_context, input) => ({ paid: input }) },
      {
        name: 'mail',
        run: () => {
          throw new Error('the mail server is away');
        },
      },
    ],
  });
  token = await server.tokenFor('operator');
});

afterAll(() => server[Symbol.asyncDispose]());

/** An execution that has paid and then could not tell anybody. */
async function faulted(): Promise<string> {
  const workflow = {
    document: { dsl: '1.0.3', namespace: 'shop', name: 'order', version: '1.0.0' },
    do: [
      { pay: { call: 'pay', with: { amount: 120 } } },
      { tell: { call: 'mail', input: { from: '${ { about: .paid.amount } }' } } },
    ],
  };
  const started = await server.call('/api/orchestrate', { token, method: 'POST', body: { workflow } });
  const { id } = Object(await started.json());
  await server.call(`/api/orchestrate/${id}/result`, { token });
  return id;
}

it('tells what branching off would repeat, what flows in, and where to try again, before anything is done', async () => {
  const id = await faulted();
  const whole = await server.call(`/api/orchestrate/${id}/branch`, { token });
  expect(await whole.json()).toMatchObject({
    from: null,
    input: {},
    retryPoint: 'tell',
    repeats: [
      { step: 'pay', what: 'function pay', became: 'completed' },
      { step: 'tell', what: 'function mail', became: 'faulted' },
    ],
  });
  const there = await server.call(`/api/orchestrate/${id}/branch?from=tell`, { token });
  expect(await there.json()).toMatchObject({
    from: 'tell',
    input: { paid: { amount: 120 } },
    repeats: [{ step: 'tell', became: 'faulted' }],
    undone: [],
  });
  const listed = await server.call('/api/executions', { token });
  expect(Object(await listed.json()).executions).toHaveLength(1);
});

it('says that a task never began', async () => {
  const id = await faulted();
  const answer = await server.call(`/api/orchestrate/${id}/branch?from=never`, { token });
  expect(answer.status).toBe(404);
  expect(Object(await answer.json()).detail).toContain('no task never began');
});
