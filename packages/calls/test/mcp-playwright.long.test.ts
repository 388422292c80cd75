/** Playwright's MCP server with a real browser: its tools are listed, a form is filled and submitted, step by step. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { expect, test } from 'vitest';
import { chromiumPath } from '../../dashboard/test/chromium.ts';
import { complete, open, serve } from './engine.ts';

const form = `<!doctype html><title>Sign up</title>
<form action="/welcome" method="post">
  <label>Name <input name="name"></label>
  <label>Plan <select name="plan"><option>Free</option><option>Team</option></select></label>
  <button>Send</button>
</form>`;

const cli = join(dirname(fileURLToPath(import.meta.resolve('@playwright/mcp/package.json'))), 'cli.js');

test('a form is filled and submitted in a browser that lives over the steps of an execution', async () => {
  const browser = await chromiumPath(chromium);
  const server = await serve((seen, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      seen.method === 'POST' ? `<title>Welcome</title><h1>${new URLSearchParams(seen.body).get('name')}</h1>` : form,
    );
  });
  const given = [cli, '--headless', '--isolated', '--no-sandbox', '--executable-path', browser];
  const transport = { stdio: { command: process.execPath, arguments: given } };
  const engine = await open({ calls: { mcpServers: [`${process.execPath} ${cli} *`] } });
  const tool = (name: string, parameters: object) => ({
    call: 'mcp',
    with: { method: 'tools/call', transport, parameters: { name, arguments: parameters } },
  });
  const reference = (label: string) =>
    `\${ .content[0].text | capture("${label}[^\\n]*\\\\[ref=(?<ref>[^\\\\]]+)") | .ref }`;
  const output = await complete(engine, [
    {
      list: {
        call: 'mcp',
        with: { method: 'tools/list', transport },
        export: { as: '${ { tools: [.tools[].name] } }' },
      },
    },
    { visit: tool('browser_navigate', { url: server.url }) },
    {
      look: {
        ...tool('browser_snapshot', {}),
        export: { as: `\${ $context + { page: .content[0].text } }` },
        output: {
          as: { name: reference('textbox .Name'), plan: reference('combobox .Plan'), send: reference('button .Send') },
        },
      },
    },
    {
      fill: {
        ...tool('browser_fill_form', {
          fields: [
            { name: 'Name', type: 'textbox', target: '${ .name }', element: 'Name', ref: '${ .name }', value: 'Ada' },
            { name: 'Plan', type: 'combobox', target: '${ .plan }', element: 'Plan', ref: '${ .plan }', value: 'Team' },
          ],
        }),
        output: { as: '${ $input }' },
      },
    },
    { send: tool('browser_click', { target: '${ .send }', element: 'Send', ref: '${ .send }' }) },
    { arrived: { ...tool('browser_snapshot', {}), output: { as: '${ $context + { arrived: .content[0].text } }' } } },
  ]);
  expect(output).toMatchObject({ arrived: expect.stringContaining('Ada') });
  const { tools }: { tools?: readonly string[] } = output as object;
  expect(tools?.length).toBeGreaterThanOrEqual(20);
  expect(server.seen.find(({ method }) => method === 'POST')?.body).toBe('name=Ada&plan=Team');
  console.info(`${tools?.length ?? 0} tools`);
}, 120_000);
