/** The same search as in the tests of calls, through the command line: what is printed, and what a killed owner leaves. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentsOf, findCanary } from '../../calls/test/canary/search.ts';
import { json, serve } from '../../engine/test/local-server.ts';
import { openWorkplace } from './run-baton.ts';

const canary = `c4nary/+=&% ${randomBytes(9).toString('base64')}`;

const flow = (name: string, url: string) => `
document: { dsl: '1.0.3', namespace: tests, name: ${name}, version: '1.0.0' }
use: { secrets: [canary] }
do:
  - ask:
      call: http
      with:
        method: post
        endpoint: { uri: '${url}', authentication: { bearer: { token: '\${ $secrets.canary }' } } }
        headers: { X-Key: '\${ $secrets.canary }' }
        body: { key: '\${ $secrets.canary }' }
  - work: { run: { script: { language: js, code: 'console.log(JSON.stringify(process.env))' } } }
  - shell: { run: { shell: { command: env } } }
`;

test('the command line prints no secret, and a killed owner leaves none', async () => {
  const server = await serve(({ url, headers, body }, response) => {
    const said = { headers, body, base64: Buffer.from(body).toString('base64'), address: encodeURIComponent(body) };
    if (url !== '/hang') json(response, said, url === '/fail' ? 500 : 200);
  });
  using place = openWorkplace({ BATON_SECRET_CANARY: canary, BATON_SECRET_KEY: 'c'.repeat(64) });
  for (const name of ['json', 'fail', 'hang']) place.file(`${name}.yaml`, flow(name, `${server.url}/${name}`));
  const host = ['--allow-host', server.host, '--allow-shell', '/bin/sh'];
  const printed: Record<string, string> = {};
  const type = async (...line: readonly string[]) => {
    const { out, talk } = await place.run(...line);
    printed[line.join(' ')] = `${out}\n${talk}`;
    return out;
  };
  const good: { readonly id: string; readonly output: string } = JSON.parse(
    await type('run', 'json.yaml', '--json', ...host),
  );
  expect(good.output).toContain('PATH=');
  expect(good.output).not.toContain('BATON_SECRET');
  const bad: { readonly id: string } = JSON.parse(await type('run', 'fail.yaml', '--json', ...host));
  await Promise.all([
    type('show', good.id, '--json'),
    type('show', bad.id, '--json'),
    type('replay', bad.id, '--json'),
  ]);
  const killed = place.start('run', 'hang.yaml', ...host);
  await expect.poll(() => server.seen.filter(({ url }) => url === '/hang').length).toBe(1);
  killed.kill('SIGABRT');
  printed['killed'] = JSON.stringify(await killed.finished);
  const places = { ...printed, ...contentsOf(join(place.folder, '.baton')) };
  expect(findCanary(canary, places)).toEqual([]);
  expect(printed[`show ${bad.id} --json`]).toContain('***');
  expect(server.seen.every(({ headers }) => headers['x-key'] === canary)).toBe(true);
});
