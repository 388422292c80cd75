/** What was published can be listed and looked at, by its names and versions; what was only started cannot. */
import { expect, test } from 'vitest';
import { jsonOf, quick, startServer } from './support.ts';

test('definitions are listed with their versions, the newest first, and read as data and as text', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('admin');
  const publish = (version: string, title: string) =>
    server.call('/api/definitions', {
      method: 'POST',
      token,
      body: { definition: { ...quick, document: { ...quick.document, version, title } } },
    });
  for (const version of ['1.9.0', '1.10.0', '1.2.0']) await publish(version, `version ${version}`);
  await server.call('/api/orchestrate', { method: 'POST', token, body: { workflow: quick } });
  expect(await jsonOf(await server.call('/api/definitions', { token }))).toEqual({
    definitions: [
      {
        namespace: 'test',
        name: 'quick',
        versions: ['1.10.0', '1.9.0', '1.2.0'],
        newest: '1.10.0',
        title: 'version 1.10.0',
      },
    ],
  });
  const one = await jsonOf(await server.call('/api/definitions/test/quick?version=1.2.0', { token }));
  expect(one).toMatchObject({ version: '1.2.0', title: 'version 1.2.0', definition: { do: quick.do } });
  expect(one['yaml']).toMatch(/^document:/);
  expect((await server.call('/api/definitions/test/none', { token })).status).toBe(404);
});
