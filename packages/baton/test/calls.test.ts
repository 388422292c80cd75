/** Calls from the command line: what works at once, what has to be allowed, and how a held step goes on. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const flow = (tasks: string) =>
  `document: { dsl: '1.0.3', namespace: tests, name: calls, version: '0.1.0' }\ndo:\n${tasks}`;
const memory = join(
  dirname(fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-memory/package.json'))),
  'dist/index.js',
);

test('a script needs no word, a shell does', async () => {
  using place = openWorkplace();
  place.file(
    'flow.yaml',
    flow(`  - js: { run: { script: { language: js, code: 'console.log(6 * 7)' } } }
  - sh: { run: { shell: { command: 'read n; echo "it is $n"', stdin: '\${ . }' } } }\n`),
  );
  const held = await place.run('run', 'flow.yaml', '--json');
  expect(held.code).toBe(6);
  expect(held.talk).toContain('--allow-shell');
  const { id }: { id: string } = JSON.parse(held.out);
  const serving = place.start('serve', '--allow-shell', '/bin/sh');
  await serving.until(/serv/);
  expect((await place.run('resume', id)).code).toBe(0);
  const shown = async () => JSON.parse((await place.run('show', id, '--json')).out) as { readonly phase: string };
  await expect.poll(shown, { interval: 200 }).toMatchObject({ phase: 'completed', output: 'it is 42\n' });
});

test('an MCP server is shown with its whole command before it is allowed', async () => {
  using place = openWorkplace({ MEMORY_FILE_PATH: '/nowhere' });
  place.file(
    'flow.yaml',
    flow(`  - a:
      call: mcp
      with:
        method: tools/list
        transport: { stdio: { command: ${process.execPath}, arguments: ['${memory}'] } }
      output: { as: '\${ [.tools[].name] | index("create_entities") }' }\n`),
  );
  const line = `${process.execPath} ${memory}`;
  expect((await place.run('run', 'flow.yaml')).talk).toContain(line);
  const allowed = await place.run('run', 'flow.yaml', '--allow-mcp', line, '--data', 'other');
  expect({ code: allowed.code, out: allowed.out.trim() }).toEqual({ code: 0, out: '0' });
});
