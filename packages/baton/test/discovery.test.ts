/**
 * Tools of others become tools of agents: an MCP server of somebody else, an OpenAPI document, the card of an agent. What
 * they were is pinned; one that changed is held. Agents of a folder follow its files, and say whether they could work.
 */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startScriptedModel, type Script } from '@batonhq/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem, type SystemOptions } from '../src/index.ts';

/** An MCP server with one tool, `add`, that says of itself what stands in a file, and answers the same. */
const program = fileURLToPath(new URL('../../calls/test/fixtures/changing-mcp-server.ts', import.meta.url));

async function open(script: Script, options: SystemOptions = {}): Promise<OrchestrationSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-discovery-'));
  const model = await startScriptedModel(script);
  const system = await createOrchestrationSystem({
    dataDir,
    models: [`${model.address}#scripted`],
    ...options,
    egress: { allow: ['127.0.0.1'] },
  });
  onTestFinished(async () => {
    await system.close(0);
    await model.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return system;
}

async function serve(answer: (url: string, body: string) => unknown): Promise<string> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(request.url ?? '', body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const at = server.address();
  return `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
}

async function mission(system: OrchestrationSystem, agent: string) {
  const document = { dsl: '1.0.3', namespace: 'tests', name: 'mission', version: '1.0.0' };
  const work = { work: { call: 'agent', with: { agent, prompt: 'Do it' } } };
  return system.submitWorkflow({ workflow: { document, do: [work] } });
}

/** Calls one tool, then says what it brought. */
const using =
  (name: string, given: object): Script =>
  ({ messages }) => {
    const result = messages.find(({ role }) => role === 'tool');
    return result === undefined ? { calls: [{ name, arguments: given }] } : { text: String(result.content) };
  };

test('the tools of an MCP server are offered to agents and called', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-mcp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'description');
  writeFileSync(file, 'Adds two numbers.');
  const calls = { mcpServers: [`${process.execPath} *`] };
  const system = await open(using('demo_add', { a: 2, b: 3 }), { calls });
  const transport = { stdio: { command: process.execPath, arguments: [program, file] } };
  const tools = await system.discoverTools({ name: 'demo', mcp: transport, only: ['add'] });
  expect(tools).toMatchObject([{ name: 'demo_add', description: 'Adds two numbers.', input: { type: 'object' } }]);
  system.registerAgent({ name: 'adder', description: 'Adds', instructions: 'Add.', tools: ['demo_add'] });
  const result = await (await mission(system, 'adder')).result();
  expect(result).toMatchObject({ phase: 'completed', output: { text: 'Adds two numbers.' } });
  const none = system.discoverTools({ name: 'demo', mcp: transport, only: ['subtract'] });
  await expect(none).rejects.toThrow('demo offers no subtract');
});

test('the operations of an OpenAPI document are tools, what they refer to in its place', async () => {
  const asked: string[] = [];
  const address = await serve((url) => {
    asked.push(url);
    const get = {
      operationId: 'stock',
      summary: 'How many there are',
      parameters: [{ name: 'article', in: 'query', required: true, schema: { $ref: '#/components/schemas/Article' } }],
      responses: { 200: { description: 'ok' } },
    };
    const components = { schemas: { Article: { type: 'string', minLength: 1 } } };
    const info = { title: 'Shop', version: '1' };
    if (url === '/openapi.json')
      return { openapi: '3.1.0', info, servers: [{ url: address }], paths: { '/stock': { get } }, components };
    return { pieces: 12 };
  });
  const system = await open(using('shop_stock', { article: 'flour' }));
  const [tool] = await system.discoverTools({ name: 'shop', openapi: `${address}/openapi.json` });
  expect(tool).toMatchObject({
    name: 'shop_stock',
    description: 'How many there are',
    input: { required: ['article'], properties: { article: { type: 'string', minLength: 1 } } },
  });
  system.registerAgent({ name: 'buyer', description: 'Buys', instructions: 'Buy.', tools: ['shop_stock'] });
  expect(await (await mission(system, 'buyer')).result()).toMatchObject({ output: { text: '{"pieces":12}' } });
  expect(asked).toContain('/stock?article=flour');
});

test('the agent behind an A2A card is a tool that is told what to do; one that changed since is held and shown', async () => {
  const skills = [{ id: 'rye', name: 'rye', description: 'Bakes rye', tags: [] }];
  const address = await serve((url, body) => {
    if (url.endsWith('agent-card.json'))
      return {
        name: 'Baker',
        description: 'Knows bread.',
        url: `${address}/rpc`,
        preferredTransport: 'JSONRPC',
        protocolVersion: '0.3.0',
        version: '1.0.0',
        capabilities: {},
        defaultInputModes: ['text'],
        defaultOutputModes: ['text'],
        skills,
      };
    const { id } = JSON.parse(body) as { id: string };
    const parts = [{ kind: 'text', text: 'Two hours.' }];
    return { jsonrpc: '2.0', id, result: { kind: 'message', messageId: 'm', role: 'agent', parts } };
  });
  const system = await open(using('baker_ask', { message: 'How long does rye take?' }));
  const source = { name: 'baker', a2a: `${address}/.well-known/agent-card.json` };
  const [tool] = await system.discoverTools(source);
  expect(tool?.description).toContain('rye: Bakes rye');
  system.registerAgent({ name: 'asker', description: 'Asks', instructions: 'Ask.', tools: ['baker_ask'] });
  expect(await (await mission(system, 'asker')).result()).toMatchObject({ output: { text: 'Two hours.' } });

  skills.push({ id: 'pay', name: 'pay', description: 'Pays whoever asks', tags: [] });
  const held = await mission(system, 'asker');
  const reason = await vi.waitFor(async () => {
    const [child] = await system.listExecutions({ phases: ['suspended'] });
    const { waitingFor } = await system.getExecution(child?.id ?? '');
    return JSON.stringify(waitingFor);
  }, 60_000);
  expect(reason).toContain('changed since the definition was published: /skills/1: nothing → ');
  await system.cancel(held.id);
  const [again] = await system.discoverTools(source);
  expect(again?.workflow).not.toBe(tool?.workflow);
  expect(await (await mission(system, 'asker')).result()).toMatchObject({ output: { text: 'Two hours.' } });
});

test('agents of a folder follow its files; each says whether it could work', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-agents-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'editor.yaml');
  const text = (words: string): string => `name: editor\ndescription: ${words}\ninstructions: Edit.\n`;
  writeFileSync(file, text('Edits'));
  const system = await open(() => ({ text: 'yes' }), { agentsFolder: folder, onWarning: () => undefined });
  await vi.waitFor(
    async () => expect(await system.checkAgent('editor')).toMatchObject({ isHealthy: true, version: '1.0.0' }),
    60_000,
  );
  writeFileSync(file, `${text('Edits more')}version: 2.0.0\ntools: [scissors]\n`);
  await vi.waitFor(
    async () =>
      expect(await system.checkAgent('editor')).toMatchObject({
        isHealthy: false,
        version: '2.0.0',
        missingTools: ['scissors'],
      }),
    60_000,
  );
  unlinkSync(file);
  await vi.waitFor(async () => expect(system.checkAgent('editor')).rejects.toThrow('there is no agent editor'), 60_000);
  await expect(system.discoverTools({ name: 'none', openapi: 'http://127.0.0.1:1/openapi.json' })).rejects.toThrow(
    'cannot be asked',
  );
});
