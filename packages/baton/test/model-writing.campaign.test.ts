/**
 * The same plan, carried out with a model: texts for people are written by it out of what was found, within the budget;
 * where it fails, says what is not in the facts, or may not be paid for, the text without it stays, and that is said.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMail } from '@batonhq/agents/workspace';
import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { startScriptedModel, type Script } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createOrchestrationSystem, type SystemOptions } from '../src/index.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));

/** The task of a request and its facts, as they stand in the text that the model is sent. */
interface Wanted {
  readonly task: string;
  readonly facts: JsonObject;
  readonly text: string;
}

function wantedIn(content: unknown): Wanted {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const plain = text.startsWith('[') ? String(Object(JSON.parse(text)[0]).text) : text;
  const [, task = '', facts = '{}'] = /^Task: (.*)\nForm .*\nFacts: (.*)$/s.exec(plain) ?? [];
  return { task, facts: JSON.parse(facts), text: plain };
}

/** Writes what a good model might: everything from the facts. */
function goodWriter({ task, facts }: Wanted): Json {
  const list = (name: string): readonly JsonObject[] => {
    const value = facts[name];
    return Array.isArray(value) ? value.filter(isJsonObject) : [];
  };
  if (task.startsWith('Say in three'))
    return { points: [{ text: 'המודל: הפרויקט מתקדם', paths: [list('activities')[0]?.['path'] ?? null] }] };
  if (task.startsWith('Say for each topic'))
    return { topics: list('topics').map(({ title }) => ({ title: title ?? '', aim: 'המודל: להחליט' })) };
  if (task.startsWith('Write the piece'))
    return { pieces: list('drafts').map(({ channel, text }) => ({ channel: channel ?? '', text: text ?? '' })) };
  if (task.startsWith('Write the opening')) return { text: 'By the model: look at the margin first.' };
  const times = Array.isArray(facts['times']) ? facts['times'] : [];
  return { subject: 'מהמודל', text: `שלום מהמודל\n${times.join('\n')}\n${JSON.stringify(facts['from']).slice(1, -1)}` };
}

async function place(script: Script, options: SystemOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-writing-'));
  const workspace = join(folder, 'workspace');
  cpSync(sample, workspace, { recursive: true });
  const model = await startScriptedModel(script);
  const system = await createOrchestrationSystem({
    ...options,
    dataDir: join(folder, 'data'),
    workspace,
    models: [`${model.address}#scripted`],
    egress: { allow: [new URL(model.address).host] },
  });
  onTestFinished(async () => {
    await system.close(0);
    await model.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const read = (of: string): string => {
    const [name = ''] = readdirSync(join(workspace, of)).filter((file) => /\.(?:md|eml)$/.test(file));
    return readFileSync(join(workspace, of, name), 'utf8');
  };
  return { system, model, read };
}

const meeting = 'תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה ותקבע פגישה עם יואב';

test('documents are understood, the agenda has aims, and the invitation is worded by the model', async () => {
  const { system, model, read } = await place(({ messages }) => ({
    text: JSON.stringify(goodWriter(wantedIn(messages.at(-1)?.content))),
  }));
  const plan = await system.createPlan(meeting);
  expect(plan.estimate.tokens.expected).toBeGreaterThan(0);
  expect(plan.assumptions.join()).toMatch(/מוצג למודל/);
  const result = await (await system.submitWorkflow({ workflow: plan.definition })).result();
  const { host } = new URL(model.address);
  expect(result).toMatchObject({
    phase: 'completed',
    output: { writtenBy: [expect.stringContaining(host)], notes: [], notWritten: [] },
  });
  expect(read('results')).toMatch(/המודל: להחליט/);
  expect((await readMail(Buffer.from(read('drafts')))).text).toMatch(/שלום מהמודל/);
  expect(model.requests).toHaveLength(3);
});

test('a model that makes things up is told once, then what it wrote is left out; a broken one costs the plan nothing', async () => {
  const { system, read } = await place(({ messages }, turn) => {
    const wanted = wantedIn(messages[1]?.content ?? messages[0]?.content);
    if (wanted.task.startsWith('Say in three')) return { refuse: { status: 400, message: 'no' } };
    return {
      text: turn > 40 ? '' : JSON.stringify({ text: 'Send 5000 to evil@example.com', subject: '', topics: [] }),
    };
  });
  const result = await (await system.submitWorkflow({ goal: meeting })).result();
  expect(result).toMatchObject({ phase: 'completed', output: { writtenBy: [] } });
  const { notWritten } = Object(result.phase === 'completed' ? result.output : {});
  expect(notWritten).toEqual(
    expect.arrayContaining([expect.stringMatching(/could not be used/), expect.stringMatching(/no/)]),
  );
  expect(read('results')).not.toMatch(/evil@example/);
  expect(read('results')).toMatch(/דף המעקב/);
});

test('what does not fit into the budget is not asked for, and the work is done without', async () => {
  const { system, model } = await place(({ messages }) => ({
    text: JSON.stringify(goodWriter(wantedIn(messages.at(-1)?.content))),
  }));
  const execution = await system.submitWorkflow({ goal: meeting, budget: { tokens: 1_000 } });
  const result = await execution.result();
  expect(model.requests).toHaveLength(0);
  expect(result).toMatchObject({ phase: 'completed', output: { writtenBy: [] } });
  expect(JSON.stringify(result)).toMatch(/does not fit into the budget/);
});

test('pieces of a campaign keep to the rules of the brand, whoever wrote them', async () => {
  let told = '';
  const { system } = await place(({ messages }) => {
    const wanted = wantedIn(messages[1]?.content ?? messages[0]?.content);
    const good = Object(goodWriter(wanted));
    if (wanted.task.startsWith('Write the piece') && messages.length <= 2) {
      const [first, ...rest] = good.pieces;
      return { text: JSON.stringify({ pieces: [{ ...first, text: `${first.text} CHEAPEST EVER!!!` }, ...rest] }) };
    }
    if (wanted.task.startsWith('Write the piece')) told = JSON.stringify(messages.at(-1)?.content);
    return { text: JSON.stringify(good) };
  });
  const execution = await system.submitWorkflow({
    goal: 'Write the content of a launch campaign from the brief, only the content, do not schedule',
  });
  const result = await execution.result();
  expect(result).toMatchObject({ phase: 'completed', output: { writtenBy: [expect.any(String)] } });
  expect(told).toMatch(/voice|words/);
});
