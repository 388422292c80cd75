/** A trace goes from the request to the calls that it causes, over restarts, and to nowhere but its collector. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentFunction, type Agent } from '@batonhq/agents';
import { openModel } from '@batonhq/agents/models';
import type { FunctionDefinition } from '@batonhq/engine';
import type { RequestLine } from '@batonhq/server';
import { startScriptedModel } from '@batonhq/testing';
import { expect, it } from 'vitest';
import { startCollector, type ReceivedSpan } from './collector.ts';
import { jsonOf, quick, startServer } from './support.ts';

const search: FunctionDefinition = { name: 'search', run: () => 'found' };

const definition = {
  document: { dsl: '1.0.3', namespace: 'test', name: 'research', version: '1.0.0' },
  do: [
    { ask: { call: 'agent', with: { agent: 'reader', prompt: 'Look' } } },
    {
      again: { try: [{ risky: { call: 'risky', with: {} } }], catch: { retry: { limit: { attempt: { count: 2 } } } } },
    },
    { hear: { listen: { to: { one: { with: { type: 'go' } } } } } },
    { child: { run: { workflow: { namespace: 'test', name: 'quick', version: '1.0.0' } } } },
  ],
};

function agentOf(address: string): FunctionDefinition {
  const reader: Agent = {
    name: 'reader',
    version: '1.0.0',
    description: 'Helps',
    skills: [],
    instructions: 'Be brief.',
    models: [`${address}#scripted`],
    tools: ['search'],
  };
  const tool = { name: 'search', description: 'Searches', function: 'search', input: { type: 'object' } };
  return agentFunction({ agent: () => reader, tool: () => tool, model: (reference) => openModel(reference) });
}

it('goes from the request to the agent, its model and its tool, and on after a restart', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-traces-'));
  await using collector = await startCollector();
  const model = await startScriptedModel((_request, turn) =>
    turn === 0 ? { calls: [{ name: 'search', arguments: {} }] } : { text: 'done' },
  );
  let tries = 0;
  const risky: FunctionDefinition = {
    name: 'risky',
    run: () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      return null;
    },
  };
  const lines: RequestLine[] = [];
  const options = {
    directory,
    collector: collector.address,
    functions: [search, risky, agentOf(model.address)],
    onRequest: (line: RequestLine) => lines.push(line),
  };
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  try {
    const first = await startServer(options);
    const token = await first.tokenFor('developer');
    const post = (path: string, body: unknown, headers = {}): Promise<Response> =>
      first.call(path, { method: 'POST', token, body, headers });
    await post('/api/definitions', { definition: quick });
    const { id } = await jsonOf(
      await post('/api/orchestrate', { workflow: definition }, { traceparent: `00-${traceId}-b7ad6b7169203331-01` }),
    );
    await expect
      .poll(async () => (await jsonOf(await first.call(`/api/orchestrate/${String(id)}`, { token })))['waitingFor'], {
        timeout: 15_000,
      })
      .toMatchObject([{ kind: 'event' }]);
    await first.stop();
    const second = await startServer(options);
    await second.call(`/api/orchestrate/${String(id)}/signal`, { method: 'POST', token, body: { name: 'go' } });
    await second.call(`/api/orchestrate/${String(id)}/result`, { token });
    await second.stop();
    const spans = collector.spans.filter((one) => one.traceId === traceId);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    const tree = (parent: string): unknown =>
      Object.fromEntries(childrenOf(spans, parent).map((one) => [one.name, tree(one.spanId)]));
    expect(tree('b7ad6b7169203331')).toEqual({
      'POST /api/orchestrate': {
        'execute test/research': {
          'invoke_agent reader': expect.objectContaining({ 'execute_tool search': {}, 'chat scripted': {} }),
          again: { 'risky: risky': {} },
          hear: {},
          'child: test/quick': { 'execute test/quick': {} },
        },
      },
    });
    expect(spans.find(({ name }) => name === 'chat scripted')).toMatchObject({
      kind: 3,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': new URL(model.address).host,
        'gen_ai.request.model': 'scripted',
        'gen_ai.usage.input_tokens': expect.any(Number),
        'gen_ai.usage.output_tokens': expect.any(Number),
        'gen_ai.response.finish_reasons': ['calls'],
        'baton.execution.id': id,
      },
    });
    expect(spans.find(({ name }) => name === 'execute_tool search')?.attributes).toMatchObject({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'search',
    });
    const attempts = spans.filter(({ name }) => name === 'risky: risky');
    expect(attempts.map(({ status }) => status.code ?? 0)).toEqual([2, 0]);
    expect(spans.find(({ name }) => name === 'again')?.events).toMatchObject([{ name: 'attempt failed' }]);
    expect(lines.find(({ action }) => action === 'POST /api/orchestrate')).toMatchObject({
      status: 201,
      target: id,
      traceId,
      spanId: spans.find(({ name }) => name === 'POST /api/orchestrate')?.spanId,
    });
    expect([...collector.paths]).toEqual(['/v1/traces']);
  } finally {
    await model.close();
    rmSync(directory, { recursive: true });
  }
});

it('collects nothing of a trace that nobody wants collected, and makes one where none came', async () => {
  await using collector = await startCollector();
  const server = await startServer({ collector: collector.address });
  const token = await server.tokenFor('operator');
  const unwanted = '0af7651916cd43dd8448eb211c80319d';
  const start = (headers = {}): Promise<Response> =>
    server.call('/api/orchestrate', { method: 'POST', token, body: { workflow: quick }, headers });
  await start({ traceparent: `00-${unwanted}-b7ad6b7169203331-00` });
  await start({ traceparent: 'nonsense' });
  await server.stop();
  expect(collector.spans.filter(({ traceId }) => traceId === unwanted)).toEqual([]);
  expect(collector.spans.map(({ name }) => name).toSorted()).toEqual(['POST /api/orchestrate', 'execute test/quick']);
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
});

function childrenOf(spans: readonly ReceivedSpan[], parent: string): readonly ReceivedSpan[] {
  return spans.filter(({ parentSpanId }) => parentSpanId === parent);
}
