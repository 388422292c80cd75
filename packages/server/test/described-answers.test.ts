/** What routes answer is what their description says, member by member: the generated client's types rest on that. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createClient } from '@batonhq/server/client';
import { expect, test } from 'vitest';
import { startServer, waiting } from './support.ts';

const approved = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'asked', version: '1.0.0' },
  do: [
    {
      pay: {
        emit: { event: { with: { source: 'https://example.com', type: 'paid' } } },
        metadata: { approval: { roles: ['boss'] } },
      },
    },
  ],
};
const daily = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'daily', version: '1.0.0' },
  schedule: { cron: '0 6 * * *' },
  do: [{ done: { set: { done: true } } }],
};
const broken = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'broken', version: '1.0.0' },
  do: [
    { first: { set: { a: 1 } } },
    { second: { raise: { error: { type: 'https://example.com/e', status: 500, title: 'It broke' } } } },
  ],
};

test('answers have the members that their description names, and no others', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('admin');
  const client = createClient({ url: server.url, token });
  const description: Description = JSON.parse(await (await fetch(`${server.url}/api/openapi.json`)).text());
  const check = checker(description);
  const [open, faulted, asked] = await Promise.all(
    [waiting(), broken, approved].map((workflow) => client.call('POST /api/orchestrate', { body: { workflow } })),
  );
  await client.call('POST /api/definitions', { body: { definition: daily } });
  await client.call('POST /api/budgets', { body: { account: 'user/ada', budget: { tokens: 5 }, per: 'day' } });
  await client.call('GET /api/orchestrate/{id}/result', { params: { id: faulted?.id ?? '' } });
  await expect
    .poll(async () => (await client.call('GET /api/approvals')).approvals)
    .toMatchObject([{ id: expect.any(String) }]);
  const ids = [open, faulted, asked].map((one) => one?.id ?? '');
  const asking: readonly (readonly [route: string, path: string])[] = [
    ...ids.map((id) => ['/api/orchestrate/{id}', `/api/orchestrate/${id}`] as const),
    ...ids.map((id) => ['/api/executions/{id}/events', `/api/executions/${id}/events`] as const),
    ['/api/orchestrate/{id}/result', `/api/orchestrate/${ids[1]}/result`],
    ['/api/orchestrate/{id}/branch', `/api/orchestrate/${ids[1]}/branch?from=second`],
    ['/api/executions', '/api/executions'],
    ['/api/approvals', '/api/approvals'],
    ['/api/budgets', '/api/budgets'],
    ['/api/costs', '/api/costs'],
    ['/api/keys', '/api/keys'],
    ['/api/limits', '/api/limits'],
    ['/api/schedules', '/api/schedules'],
    ['/api/schedules/{namespace}/{name}', '/api/schedules/tests/daily'],
    ['/api/definitions/{namespace}/{name}', '/api/definitions/tests/daily'],
  ];
  for (const [route, path] of asking) {
    const answer: unknown = await (await server.call(path, { token })).json();
    const isAsDescribed = check(route);
    expect({ route, ok: isAsDescribed(answer), errors: isAsDescribed.errors }).toEqual({
      route,
      ok: true,
      errors: null,
    });
  }
});

interface Description {
  readonly paths: Readonly<Record<string, { readonly get?: Described }>>;
}
interface Described {
  readonly responses: {
    readonly 200: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  };
}

function checker(description: Description): (route: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(closed(description), 'api');
  return (route) => {
    const pointer = route.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
    return ajv.compile({ $ref: `api#/paths/${pointer}/get/responses/200/content/application~1json/schema` });
  };
}

/** The same where nothing is allowed that is not named; events have the members of their kind. */
function closed(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_, member: unknown) =>
    typeof member === 'object' &&
    member !== null &&
    'properties' in member &&
    !('additionalProperties' in member) &&
    !('x-core-type' in member)
      ? { ...member, additionalProperties: false }
      : member,
  );
}
