/** What is spent is limited and told on the command line and in the SDK; no server is needed for either. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createOrchestrationSystem } from '@batonhq/baton';
import { startScriptedModel } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const ask =
  "document: { dsl: '1.0.3', namespace: tests, name: ask, version: '0.1.0' }\ndo: [{ ask: { call: agent, with: { agent: editor, prompt: Shorten it } } }]\n";

test('a cap, an unknown price, what was spent, and what it was spent on', async () => {
  const model = await startScriptedModel(() => ({ text: 'Short.', usage: { input: 1_000, output: 100 } }));
  onTestFinished(() => model.close());
  using place = openWorkplace();
  mkdirSync(join(place.folder, 'agents'));
  place.file('agents/editor.yaml', 'name: editor\ndescription: Edits texts\ninstructions: Make it shorter.\n');
  place.file('ask.yaml', ask);
  place.file('prices.yaml', `models: { '${model.address}#*': { input: 2, output: 10 } }\n`);
  const with_ = ['--model', `${model.address}#scripted`, '--allow-host', new URL(model.address).host];

  const unpriced = await place.run('run', 'ask.yaml', '--budget', 'money=1', ...with_);
  expect([unpriced.code, unpriced.talk]).toEqual([1, expect.stringContaining('the price of http://127.0.0.1')]);
  const poor = await place.run('run', 'ask.yaml', '--budget', 'money=0.001', '--prices', 'prices.yaml', ...with_);
  expect([poor.code, poor.talk]).toEqual([1, expect.stringMatching(/may spend 0\.001 USD: 0\.00 USD are spent/)]);
  expect(model.requests).toEqual([]);
  const rich = await place.run('run', 'ask.yaml', '--budget', 'money=1', '--prices', 'prices.yaml', '--json', ...with_);
  const { id }: { id: string } = JSON.parse(rich.out);
  expect((await place.run('show', id)).out).toMatch(/spent +0\.003 USD of 1\.00 USD, 1,100 tokens, 1 calls, [\d.]+ s/);
  expect((await place.run('budget', 'set', 'user/local', 'money=20,tokens=5000', '--per', 'month')).code).toBe(0);
  expect((await place.run('budget')).out.split('\n')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^the tenant: 0\.003 USD, 1,100 tokens, 1 calls/),
      expect.stringMatching(/^user local: 0\.003 USD of 20\.00 USD, 1,100 tokens of 5,000 tokens, .* this month$/),
    ]),
  );
  expect(JSON.parse((await place.run('budget', 'costs', '--by', 'model,user', '--json')).out)).toMatchObject({
    currency: 'USD',
    costs: [{ model: `${model.address}#scripted`, user: 'local', spent: { money: 3_000, tokens: 1_100, calls: 1 } }],
  });
  for (const wrong of [
    ['set', 'user/local', 'tokens=many'],
    ['set', 'ada', 'tokens=1'],
    ['costs', '--by', 'moon'],
    ['take'],
  ])
    expect((await place.run('budget', ...wrong)).code).toBe(2);

  const system = await createOrchestrationSystem({ dataDir: join(place.folder, '.baton'), recovery: 'manual' });
  onTestFinished(() => system.close());
  expect(await system.getSystemMetrics()).toMatchObject({ costs: { money: { USD: 0.003 }, tokens: 1_100, calls: 1 } });
});
