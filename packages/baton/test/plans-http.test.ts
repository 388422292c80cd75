/** Goals and plans over HTTP: made, watched, changed, agreed to and carried out, each tenant in its folder. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@batonhq/core';
import { JsonSchemaCompiler } from '@batonhq/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem } from '../src/index.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));
const goal = 'Meet with Nadia next Tuesday about the launch';

interface Answer {
  readonly status: number;
  /** What the answers of these tests have, each some of it. */
  readonly body: {
    readonly id: string;
    readonly name: string;
    readonly yaml: string;
    readonly plan: { readonly hash: string; readonly tasks: readonly { readonly name: string }[] };
  };
}

let folder = '';
let system: OrchestrationSystem;
let url = '';
let token = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-plans-http-'));
  cpSync(sample, join(folder, 'workspace'), { recursive: true });
  mkdirSync(join(folder, 'theirs'));
  system = await createOrchestrationSystem({
    dataDir: join(folder, 'data'),
    workspace: join(folder, 'workspace'),
    workspaces: { elsewhere: join(folder, 'theirs') },
  });
  const serving = await system.serve({ port: 0 });
  url = serving.url;
  token = serving.firstToken ?? '';
});

afterAll(async () => {
  await system.close(0);
  rmSync(folder, { recursive: true, force: true });
});

async function call(path: string, { body }: { readonly body?: unknown } = {}): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

test('a goal becomes a plan that is kept; changed, it is another version; only what was agreed to is carried out', async () => {
  const made = await call('/api/plans', { body: { goal } });
  expect(made).toMatchObject({
    status: 201,
    body: {
      version: 1,
      versions: [1],
      approval: null,
      isApproved: false,
      plan: { goal, estimate: { currency: 'USD' } },
    },
  });
  const { name, yaml, plan } = made.body;
  expect(plan.tasks.find((task) => task.name === 'event')).toMatchObject({
    risk: 'medium',
    level: 3,
  });

  const changed = await call(`/api/plans/${name}/versions`, {
    body: { definition: yaml.replace('minutes: 60', 'minutes: 30') },
  });
  expect(changed).toMatchObject({
    status: 201,
    body: { version: 2, plan: { origin: { planner: 'edited by local' } } },
  });
  const broken = await call(`/api/plans/${name}/versions`, {
    body: { definition: yaml.replace('calendar_free:1.0.0', 'calendar_fre:1.0.0') },
  });
  expect(broken).toMatchObject({
    status: 422,
    body: { type: 'urn:baton:problem:plan-refused', problems: [{ task: 'free_time', place: 'call' }] },
  });
  const diff = await call(`/api/plans/${name}/diff?from=1`);
  expect(diff.body).toMatchObject({ from: 1, to: 2, changes: [{ kind: 'changed', task: 'free_time' }], toApprove: [] });

  expect(await call('/api/orchestrate', { body: { plan: name } })).toMatchObject({ status: 403 });
  expect(await call(`/api/plans/${name}/approve`, { body: { version: 2, hash: plan.hash } })).toMatchObject({
    status: 409,
  });
  const agreed = await call(`/api/plans/${name}/approve`, { body: { version: 2, hash: changed.body.plan.hash } });
  expect(agreed).toMatchObject({ status: 200, body: { isApproved: true, approval: { by: 'local', version: 2 } } });
  expect(await call('/api/orchestrate', { body: { plan: `${name}:1` } })).toMatchObject({ status: 403 });
  const started = await call('/api/orchestrate', { body: { plan: name, idempotencyKey: 'once' } });
  expect(started).toMatchObject({ status: 201, body: { id: expect.any(String) } });
  expect(await call(`/api/orchestrate/${started.body.id}/result`)).toMatchObject({ body: { phase: 'completed' } });

  expect(await call(`/api/plans/${name}/revert`, { body: { version: 1 } })).toMatchObject({
    status: 201,
    body: { version: 3, isApproved: false, approval: { version: 2 } },
  });
  expect((await call('/api/plans')).body).toMatchObject({ plans: [{ name, goal, versions: [1, 2, 3], approved: 2 }] });
  expect(await call('/api/plans/no-such-plan')).toMatchObject({ status: 404 });
});

test('a goal is planned for and started in one request, once for one key', async () => {
  const body = { goal: 'Summarise what the documents say about the launch', idempotencyKey: 'a goal' };
  const started = await call('/api/orchestrate', { body });
  expect(started.status).toBe(201);
  expect(await call('/api/orchestrate', { body })).toMatchObject({ body: { id: started.body.id } });
  expect(await call('/api/orchestrate', { body: { ...body, goal } })).toMatchObject({ status: 409 });
  expect(await call(`/api/orchestrate/${started.body.id}/result`)).toMatchObject({ body: { phase: 'completed' } });
  expect(await call('/api/orchestrate', { body: { goal, plan: 'both' } })).toMatchObject({ status: 400 });
});

test('a goal whose plan leaves a question open is not started', async () => {
  for (const asked of ['schedule a meeting with Yoav', 'Set up a meeting tomorrow'])
    expect(await call('/api/orchestrate', { body: { goal: asked } })).toMatchObject({
      status: 422,
      body: { type: 'urn:baton:problem:questions-open', questions: [{ name: 'person' }] },
    });
  const answered = { goal: 'schedule a meeting with Yoav', businessContext: { person: 'Yoav Peretz' } };
  const started = await call('/api/orchestrate', { body: answered });
  expect(started.status).toBe(201);
  expect(await call(`/api/orchestrate/${started.body.id}/result`)).toMatchObject({ body: { phase: 'completed' } });
});

test('what has to be known first comes back as questions, and the context answers them; requirements are kept', async () => {
  const body = { goal: 'Set up a meeting tomorrow' };
  expect(await call('/api/plans', { body })).toMatchObject({
    status: 422,
    body: { type: 'urn:baton:problem:questions-open', questions: [{ name: 'person' }] },
  });
  const requirements = ['agenda'];
  const known = { ...body, requirements, businessContext: { person: 'Yoav Peretz' }, budget: { tokens: 1_000 } };
  const answered = await call('/api/plans', { body: known });
  expect(answered.body.plan).toMatchObject({
    questions: [],
    requirements: [{ requirement: 'agenda', tasks: ['agenda'] }],
  });
  expect(answered.body.yaml).toMatch(/budget:\n\s+tokens: 1000/);
  expect(await call('/api/plans', { body: { ...known, requirements: ['basket_weaving'] } })).toMatchObject({
    status: 422,
    body: { problems: [{ place: 'requirements', found: 'basket_weaving' }] },
  });
});

test('planning can be watched: who is asked, the tasks by level, the plan', async () => {
  const response = await fetch(`${url}/api/plans`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    body: JSON.stringify({ goal }),
  });
  const said = [...(await response.text()).matchAll(/^event: (.+)\ndata: (.+)\n$/gm)].map(
    ([, event = '', data = '']) => ({
      event,
      data: JSON.parse(data),
    }),
  );
  expect(said[0]).toEqual({ event: 'asking', data: { planner: 'templates' } });
  const tasks = said.filter(({ event }) => event === 'task').map(({ data }) => data.level);
  expect(tasks).toEqual(tasks.toSorted((left, right) => left - right));
  expect(said.at(-1)).toMatchObject({ event: 'plan', data: { plan: { goal } } });
});

test('a tenant plans for its own folder and works in it, or has none', async () => {
  const definition = {
    document: { dsl: '1.0.3', namespace: 'test', name: 'search', version: '1.0.0' },
    do: [{ find: { call: 'documents_search', with: { query: 'launch' } } }],
  };
  const resultFor = async (tenant: string) => (await system.submitWorkflow({ workflow: definition, tenant })).result();
  expect(await resultFor('local')).toMatchObject({ phase: 'completed', output: { count: expect.any(Number) } });
  expect(await resultFor('elsewhere')).toMatchObject({ phase: 'completed', output: { documents: [], count: 0 } });
  expect(await resultFor('nobody')).toMatchObject({
    phase: 'faulted',
    fault: { detail: 'the tenant nobody has no workspace here' },
  });
  expect((await system.createPlan(goal)).tasks.map(({ name }) => name)).toContain('contact');
  // Its folder knows nobody, so who is meant has to be asked; without a folder there is nothing to plan with.
  await expect(system.createPlan(goal, { tenant: 'elsewhere' })).rejects.toMatchObject({ name: 'PlanAbstainedError' });
  await expect(system.createPlan(goal, { tenant: 'nobody' })).rejects.toThrow(/nothing to plan with/);
});

test('what the description of the API says of plans is what they are', async () => {
  const { components } = JSON.parse(await (await fetch(`${url}/api/openapi.json`)).text());
  const { body: page } = await call('/api/plans', { body: { goal } });
  const { body: list } = await call('/api/plans');
  const { body: difference } = await call(`/api/plans/${page.name}/diff`);
  const fits = (name: string, value: object): void => {
    expect(Object.keys(value).toSorted()).toEqual(Object.keys(components.schemas[name].properties).toSorted());
    const check = new JsonSchemaCompiler().compile({
      $ref: `#/$defs/${name}`,
      $defs: definitionsIn(components.schemas),
    });
    expect(check(JSON.parse(JSON.stringify(value)))).toEqual([]);
  };
  fits('PlanPage', page);
  fits('Plan', page.plan);
  for (const task of page.plan.tasks) fits('PlannedTask', task);
  fits('PlanRow', Object(list).plans[0]);
  fits('PlanDifference', difference);
});

/** Components of OpenAPI 3.1 are JSON Schema, but for where they point. */
function definitionsIn(schemas: object): JsonObject {
  return JSON.parse(JSON.stringify(schemas).replaceAll('#/components/schemas/', '#/$defs/'));
}
