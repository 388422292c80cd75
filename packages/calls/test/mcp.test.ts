/** MCP calls against servers of others: over stdio and HTTP, tools, structured content, errors, progress, sudden ends. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { complete, definition, eventsOf, open, temporaryFolder, until } from './engine.ts';

const manifests = {
  everything: import.meta.resolve('@modelcontextprotocol/server-everything/package.json'),
  filesystem: import.meta.resolve('@modelcontextprotocol/server-filesystem/package.json'),
  memory: import.meta.resolve('@modelcontextprotocol/server-memory/package.json'),
};
const entry = (name: keyof typeof manifests): string => join(dirname(fileURLToPath(manifests[name])), 'dist/index.js');
const everything = entry('everything');
const node = process.execPath;

const stdio = (script: string, ...more: readonly string[]) => ({
  stdio: { command: node, arguments: [script, ...more] },
});
const mcp = (transport: object, method: string, more: object = {}) => ({
  call: 'mcp',
  with: { method, transport, ...more },
});
const tool = (
  transport: object,
  name: string,
  { with: given = {}, ...more }: { with?: object; timeout?: object } = {},
) => mcp(transport, 'tools/call', { parameters: { name, arguments: given }, ...more });

const allowed = (...lines: readonly string[]) => ({ calls: { mcpServers: lines } });

test('tools are listed and called, with structured content, errors and progress', async () => {
  const logged: string[] = [];
  const engine = await open({
    ...allowed(`${node} *`),
    onLog: ({ message, data }) => logged.push(`${message} ${JSON.stringify(data)}`),
  });
  const server = stdio(everything);
  const flow = [
    { list: { ...mcp(server, 'tools/list'), export: { as: '${ { names: [.tools[].name] } }' } } },
    {
      echo: {
        ...tool(server, 'echo', { with: { message: '${ "hello " + ($context.names | length | tostring) }' } }),
        export: { as: '${ $context + { echo: . } }' },
      },
    },
    {
      weather: {
        ...tool(server, 'get-structured-content', { with: { location: 'Chicago' } }),
        export: { as: '${ $context + { weather: .structuredContent } }' },
      },
    },
    {
      long: {
        ...tool(server, 'trigger-long-running-operation', { with: { duration: 0.2, steps: 2 } }),
        export: { as: '${ $context + { long: .content[0].text } }' },
      },
    },
    {
      prompt: {
        ...mcp(server, 'prompts/get', { parameters: { name: 'simple-prompt' } }),
        export: { as: '${ $context + { prompt: .messages[0].content.text } }' },
      },
    },
    {
      resources: {
        ...mcp(server, 'resources/templates/list'),
        output: { as: '${ $context + { templates: (.resourceTemplates | length) } }' },
      },
    },
  ];
  const output = await complete(engine, flow);
  expect(output).toMatchObject({
    names: expect.arrayContaining(['echo', 'get-structured-content', 'trigger-long-running-operation']),
    echo: { content: [{ type: 'text', text: expect.stringMatching(/hello \d+/) }] },
    weather: { temperature: expect.any(Number), conditions: expect.any(String) },
    long: expect.stringContaining('completed'),
    prompt: expect.any(String),
    templates: expect.any(Number),
  });
  expect(logged).toContainEqual(expect.stringContaining('"progress":1'));
  expect(await complete(engine, [{ a: tool(server, 'no-such-tool') }])).toMatchObject({
    fault: { detail: 'the MCP server has no tool "no-such-tool"' },
  });
  expect(await complete(engine, [{ a: tool(server, 'get-sum', { with: { a: 'x' } }) }])).toMatchObject({
    phase: 'faulted',
    fault: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/runtime' },
  });
});

test('a server is started only when its whole command was allowed, and the command is shown', async () => {
  const folder = temporaryFolder();
  const server = stdio(entry('filesystem'), folder);
  const line = `${node} ${entry('filesystem')} ${folder}`;
  const flow = definition([
    { write: tool(server, 'write_file', { with: { path: join(folder, 'a.txt'), content: 'x' } }) },
  ]);
  const path = temporaryFolder();
  const first = await open({}, path);
  const id = await first.start({ definition: flow });
  await until(async () => (await first.details(id)).view.phase === 'suspended');
  expect((await first.details(id)).waitingFor[0]).toMatchObject({ reason: expect.stringContaining(`\`${line}\``) });
  await first.close(0);
  const second = await open(allowed(line), path);
  await second.resume(id, 'ada');
  expect(await second.result(id)).toMatchObject({ phase: 'completed' });
  const outside = [{ read: tool(server, 'read_text_file', { with: { path: '/etc/hostname' } }) }];
  expect(await complete(second, outside)).toMatchObject({
    fault: { detail: expect.stringContaining('Access denied') },
  });
});

test('variables that make another program of a server are part of what is allowed', async () => {
  const engine = await open(allowed(`${node} *`, `A= B= ${node} *`));
  const shown = async (environment: object): Promise<string> => {
    const server = { stdio: { command: node, arguments: [entry('memory')], environment } };
    const id = await engine.start({ definition: definition([{ a: tool(server, 'read_graph') }]) });
    await until(async () => (await engine.details(id)).view.phase !== 'running');
    const { waitingFor, view } = await engine.details(id);
    return view.phase === 'completed' ? 'completed' : JSON.stringify(waitingFor);
  };
  const evil = { NODE_OPTIONS: '--import data:text/javascript,process.exit(7)' };
  expect(await shown(evil)).toContain(`\`NODE_OPTIONS= ${node} `);
  expect(await shown({ A: 'x' })).toContain(`\`A= ${node} `);
  expect(await shown({ B: 'x', A: 'y' })).toBe('completed');
});

test('a server keeps its state between the calls of an execution, comes back after it died, and ends with the engine', async () => {
  const engine = await open(allowed(`MEMORY_FILE_PATH= ${node} *`));
  const file = join(temporaryFolder(), 'memory.jsonl');
  const server = { stdio: { command: node, arguments: [entry('memory')], environment: { MEMORY_FILE_PATH: file } } };
  const entity = { name: 'Ada', entityType: 'person', observations: ['wrote the first program'] };
  const flow = definition([
    { remember: tool(server, 'create_entities', { with: { entities: [entity] } }) },
    { pause: { listen: { to: { one: { with: { type: 'go' } } } } } },
    { recall: { ...tool(server, 'read_graph'), output: { as: '${ .structuredContent.entities }' } } },
  ]);
  const id = await engine.start({ definition: flow });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'event');
  const [child] = childrenWith(entry('memory'));
  if (child === undefined) throw new TypeError('the server is not there');
  process.kill(child, 'SIGKILL');
  await engine.signal(id, { name: 'go' });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: [entity] });
  await engine.close(0);
  await until(() => childrenWith(entry('memory')).length === 0);
});

test('a call that was cut short by the end of its server is done again only where that is harmless', async () => {
  const engine = await open(allowed(`${node} *`));
  const dying = stdio(fileURLToPath(new URL('fixtures/dying-mcp-server.ts', import.meta.url)));
  expect(await complete(engine, [{ a: tool(dying, 'read') }])).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('the MCP server ended: last words') },
  });
  const id = await engine.start({ definition: definition([{ a: tool(dying, 'write') }]) });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'settlement');
  expect(await complete(engine, [{ a: tool(dying, 'hang', { timeout: { milliseconds: 100 } }) }])).toMatchObject({
    fault: { status: 408 },
  });
  expect(
    await complete(engine, [{ a: mcp({ stdio: { command: node, arguments: ['no-such.js'] } }, 'tools/list') }]),
  ).toMatchObject({
    fault: { detail: expect.stringContaining('cannot be used') },
  });
});

test('over HTTP: sessions, secrets in headers, and the guarded way out', async () => {
  const port = await freePort();
  const server = spawn(node, [everything, 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const endpoint = `http://127.0.0.1:${port}/mcp`;
  await until(async () =>
    fetch(endpoint).then(
      () => true,
      () => false,
    ),
  );
  const transport = { http: { endpoint, headers: { 'X-Token': '${ $secrets.token }' } } };
  const engine = await open({ egress: { allow: [`127.0.0.1:${port}`] }, secrets: () => 'tOp-secret-9' });
  const use = { secrets: ['token'] };
  const id = await engine.start({
    definition: definition(
      [{ a: tool(transport, 'echo', { with: { message: 'over http' } }) }, { b: mcp(transport, 'resources/list') }],
      { use },
    ),
  });
  expect(await engine.result(id)).toMatchObject({ output: { resources: expect.any(Array) } });
  expect(JSON.stringify(await eventsOf(engine, id))).not.toContain('tOp-secret-9');
  const elsewhere = { http: { endpoint: `http://127.0.0.2:${port}/mcp` } };
  expect(await complete(engine, [{ a: mcp(elsewhere, 'tools/list') }])).toMatchObject({
    fault: { status: 403, detail: expect.stringContaining('not a public address') },
  });
});

/** Children of this process whose command line holds a text. */
function childrenWith(text: string): readonly number[] {
  const children = readdirSync('/proc/self/task').flatMap((thread) => said(`self/task/${thread}/children`).split(' '));
  return children.filter((pid) => pid !== '' && said(`${pid}/cmdline`).includes(text)).map(Number);
}

/** Empty of what has ended meanwhile. */
function said(file: string): string {
  try {
    return readFileSync(join('/proc', file), 'utf8');
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
