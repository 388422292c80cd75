/** Callers that were handed in: what they get, and what comes of what they do. */
import { FaultError, fault, type Json } from '@batonhq/core';
import { LostCallError, UnavailableCallError, type Caller, type OutsideCall } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { complete, definition, eventsOf, folder, open, until } from './open-engine.ts';

const mcp = (more: object = {}, metadata: object = {}) => [
  { call: { call: 'mcp', with: { method: 'tools/call', transport: { stdio: { command: 'x' } }, ...more }, metadata } },
];

/** Callers that answer with `answer` and keep what they were asked. */
function answering(answer: (call: OutsideCall) => Promise<Json> | Json) {
  const calls: OutsideCall[] = [];
  const mcpCaller: Caller = async (call) => {
    calls.push(call);
    return answer(call);
  };
  return { calls, protocols: { mcp: mcpCaller } };
}

test('without a caller the step waits for somebody', async () => {
  const engine = await open();
  const id = await engine.start({ definition: definition(mcp()) });
  await until(async () => (await engine.details(id)).view.phase === 'suspended');
  expect((await engine.details(id)).waitingFor).toContainEqual({ kind: 'resume', reason: 'call: mcp' });
});

test('arguments come evaluated, secrets come only here and are crossed out in what leaves', async () => {
  const callers = answering(({ arguments: given }) => ({ echo: given['parameters'] ?? null }));
  const engine = await open({ callers, secrets: () => 'tOp-secret-9' });
  const parameters = { name: '${ .tool }', arguments: { key: '${ "k-" + $secrets.token }' } };
  const flow = definition(mcp({ parameters }), { use: { secrets: ['token'] } });
  const id = await engine.start({ definition: flow, input: { tool: 'hammer' } });
  expect(await engine.result(id)).toEqual({
    phase: 'completed',
    output: { echo: { name: 'hammer', arguments: { key: 'k-***' } } },
  });
  expect(callers.calls[0]).toMatchObject({
    arguments: { method: 'tools/call', parameters: { name: 'hammer', arguments: { key: 'k-tOp-secret-9' } } },
    input: { tool: 'hammer' },
    idempotencyKey: `${id}:call`,
    isRepeated: false,
  });
  expect(JSON.stringify(await eventsOf(engine, id))).not.toContain('tOp-secret-9');
});

test('failures are faults, lost calls wait for a word, calls that nobody allowed wait for a resume', async () => {
  const errors = [
    new FaultError(fault('runtime', 'no such tool')),
    new LostCallError('the server died', { isRepeatable: true }),
    new LostCallError('the server died'),
    new UnavailableCallError('x is not allowed'),
  ];
  const engine = await open({
    callers: answering(() => {
      throw errors.shift() ?? new TypeError('asked too often');
    }),
  });
  expect(await complete(engine, mcp())).toMatchObject({ fault: { detail: 'no such tool', instance: '/do/0/call' } });
  expect(await complete(engine, mcp())).toMatchObject({ fault: { detail: 'the server died' } });
  const lost = await engine.start({ definition: definition(mcp(), { name: 'lost' }) });
  await until(async () => (await engine.details(lost)).waitingFor[0]?.kind === 'settlement');
  const refused = await engine.start({ definition: definition(mcp(), { name: 'refused' }) });
  await until(async () => (await engine.details(refused)).view.phase === 'suspended');
});

test('after a crash the caller is told that it may have happened before', async () => {
  const place = folder();
  const hanging = await place.open({ callers: answering(() => new Promise<Json>(() => {})) });
  const id = await hanging.start({ definition: definition(mcp()) });
  await until(async () => (await hanging.details(id)).waitingFor[0]?.kind === 'step');
  await hanging.close(0);
  const callers = answering(({ isRepeated }) => ({ isRepeated }));
  const engine = await place.open({ callers });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: { isRepeated: true } });
});
