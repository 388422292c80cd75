/** Approvals of the SDK: by a policy with people in it, as owner and through the socket of the owner. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrchestrationSystem, type SystemOptions } from '@batonhq/baton';
import { expect, onTestFinished, test } from 'vitest';

async function open(options: SystemOptions = {}, dataDir = mkdtempSync(join(tmpdir(), 'baton-approvals-'))) {
  const system = await createOrchestrationSystem({ dataDir, ...options });
  onTestFinished(async () => {
    await system.close(0);
    rmSync(dataDir, { recursive: true, force: true });
  });
  return system;
}

const pay = { name: 'pay', risk: 'high', run: () => 'paid' } as const;
const paying = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'paying', version: '1.0.0' },
  do: [{ pay: { call: 'pay', with: { amount: '${ .amount }' } } }],
};

test('a policy asks people by their roles, and a client answers through the owner', async () => {
  const policy = {
    mode: 'unattended',
    rules: [
      { call: 'pay', arguments: { amount: { below: 10 } }, then: 'allow' },
      { call: 'pay', then: 'ask', roles: ['finance'], expires: 'PT1H', reason: 'money leaves the house' },
    ],
    people: { dana: ['finance'], tom: [] },
  } as const;
  const owner = await open({ functions: [pay], policy });
  const small = await owner.submitWorkflow({ workflow: paying, input: { amount: 5 } });
  expect(await small.result()).toEqual({ phase: 'completed', output: 'paid' });
  const large = await owner.submitWorkflow({ workflow: paying, input: { amount: 500 } });
  const client = await open({}, owner.dataDir);
  await expect.poll(async () => (await client.approvals.list()).length).toBe(1);
  const [asked] = await client.approvals.list({ execution: large.id });
  expect(asked).toMatchObject({
    reason: 'money leaves the house',
    roles: ['finance'],
    call: { input: { amount: 500 } },
  });
  const id = asked?.id ?? '';
  await expect(client.approvals.approve(id, { by: 'tom' })).rejects.toMatchObject({ name: 'NotAllowedError' });
  await expect(client.approvals.approve(id, { by: 'nobody' })).rejects.toMatchObject({ name: 'NotAllowedError' });
  await client.approvals.approve(id, { by: 'dana' });
  expect(await large.result()).toEqual({ phase: 'completed', output: 'paid' });
  await expect(client.approvals.deny(id, { by: 'dana' })).rejects.toMatchObject({ name: 'ConflictError' });
});

test.each<[unknown, RegExp]>([
  ['careless', /mode of the policy must be attended, supervised, unattended; it is "careless"/],
  [{ mode: 'attended', rule: [] }, /the policy has no "rule"; did you mean "rules"/],
  [{ rules: [{ then: 'maybe' }] }, /rules\[0\]\.then of the policy must be allow, ask, refuse/],
  [{ rules: [{ then: 'ask', quorum: 0 }] }, /rules\[0\]\.quorum of the policy must be a whole number/],
  [
    { rules: [{ then: 'ask', expires: 'soon' }] },
    /rules\[0\]\.expires of the policy must be milliseconds or a duration/,
  ],
  [{ rules: [{ then: 'ask', arguments: { a: { over: 1 } } }] }, /rules\[0\]\.arguments\.a of the policy/],
  [{ rules: [{ then: 'allow', until: 'tomorrow' }] }, /rules\[0\]\.until of the policy must be an instant/],
])('the policy %j is refused, with its place', async (policy, problem) => {
  await expect(open(JSON.parse(JSON.stringify({ policy })))).rejects.toThrow(problem);
});

test.each([
  ['a tool that plans use and that asks no model costs nothing', { planning: { risk: 'high' } }, {}],
  ['of others that is not known', {}, null],
] as const)('%s', async (_, facts, cost) => {
  const owner = await open();
  owner.registerTool({ ...pay, ...facts, description: 'pays', input: {} });
  await owner.submitWorkflow({ workflow: paying, input: { amount: 1 } });
  await expect.poll(async () => (await owner.approvals.list()).length).toBe(1);
  expect(await owner.approvals.list()).toMatchObject([{ cost }]);
});
