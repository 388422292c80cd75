/** What a plan rests on in a real system: functions, roles, keys, files; each is compared after a wait, over a restart. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, type JsonObject } from '@batonhq/core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem } from '../src/index.ts';

/** Milliseconds after which is compared. */
const compareAfter = 200;

const task = (after: readonly string[]) => ({
  call: 'act:1.0.0@default',
  with: { path: 'notes.md' },
  metadata: { after: [...after], purpose: 'act', risk: 'low' },
});

const planThatWaits = (wait: string): JsonObject =>
  JSON.parse(
    JSON.stringify({
      document: { dsl: '1.0.3', namespace: 'plans', name: 'slow', version: '1.0.0', metadata: { onFault: 'revise' } },
      do: [
        {
          work: {
            fork: {
              branches: [
                { first: task([]) },
                { rest: { wait, metadata: { after: ['first'] } } },
                { last: task(['rest']) },
              ],
            },
          },
        },
      ],
    }),
  );

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'baton-basis-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  const systems: OrchestrationSystem[] = [];
  onTestFinished(async () => {
    for (const system of systems) await system.close(0);
    rmSync(folder, { recursive: true, force: true });
  });
  const open = async ({ description, roles }: { readonly description: string; readonly roles: readonly string[] }) => {
    const system = await createOrchestrationSystem({
      dataDir: join(folder, 'data'),
      workspace,
      compareAfter,
      policy: { mode: 'supervised', people: { dana: roles } },
    });
    systems.push(system);
    const input = { type: 'object', properties: { path: { type: 'string' } } };
    system.registerTool({ name: 'act', description, input, planning: { risk: 'low' }, run: () => 'done' });
    return system;
  };
  return { open, note: (text: string) => writeFileSync(join(workspace, 'notes.md'), text) };
}

async function call(
  address: string,
  token: string,
  more: { readonly path: string; readonly method?: string; readonly body?: object },
) {
  const { path, method = 'POST', body } = more;
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  assert(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer;
}

async function question(system: OrchestrationSystem, execution: string) {
  await vi.waitFor(async () => expect(await system.approvals.list({ execution })).toHaveLength(1), { timeout: 60_000 });
  const [asked] = await system.approvals.list({ execution });
  assert(asked, 'nobody was asked');
  return asked;
}

test('each of them is found out, shown, and gone on with only after a yes', async () => {
  const { open, note } = place();
  note('the plan is made from this');
  const system = await open({ description: 'acts', roles: ['finance', 'board'] });
  const serving = await system.serve({ port: 0 });
  const token = serving.firstToken ?? '';
  const made = await call(serving.url, token, {
    path: '/api/keys',
    body: { user: 'dana', role: 'operator', name: 'laptop' },
  });
  const key: { readonly id: string } = JSON.parse(await made.text());
  const execution = await system.submitWorkflow({ workflow: planThatWaits('PT5S'), user: 'dana' });
  await vi.waitFor(
    async () => expect((await system.getExecution(execution.id)).waitingFor).toMatchObject([{ kind: 'timer' }]),
    { timeout: 60_000 },
  );
  note('and this is something else');
  await call(serving.url, token, { path: `/api/keys/${key.id}`, method: 'DELETE' });
  await system.close();
  const next = await open({ description: 'acts in another way', roles: ['finance'] });
  const asked = await question(next, execution.id);
  expect(asked).toMatchObject({ kind: 'basis', execution: execution.id });
  expect(asked.call['differences']).toMatchObject([
    { kind: 'function', name: 'act:1.0.0' },
    { kind: 'role', name: 'dana', before: 'board, finance', after: 'finance' },
    { kind: 'token', name: `key ${key.id} of dana`, before: 'operator', after: null },
    { kind: 'file', name: 'notes.md' },
  ]);
  await next.approvals.approve(asked.id, { by: 'dana' });
  expect(await next.attach(execution.id).result()).toMatchObject({ phase: 'completed' });
});

test('nothing is asked where nothing has changed', async () => {
  const { open, note } = place();
  note('the plan is made from this');
  const system = await open({ description: 'acts', roles: ['finance'] });
  const execution = await system.submitWorkflow({ workflow: planThatWaits('PT1S'), user: 'dana' });
  expect(await execution.result()).toMatchObject({ phase: 'completed' });
});
