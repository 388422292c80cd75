/**
 * Planning with a model over the real wire format: it is held to the form, problems go back to it, unknown functions never
 * pass, and of several proposals it chooses itself. Every call is a step of the function `planner`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { startScriptedModel, type ChatRequest, type ScriptedModel } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openModel } from '../src/models.ts';
import type { Agent } from '../src/index.ts';
import {
  agentCard,
  planFromDraft,
  plannerFunction,
  proposeByModel,
  usualPolicy,
  type MadePlan,
  type Proposal,
} from '../src/planner.ts';
import { samplePlaceToPlan } from './sample-request.ts';

const place = await samplePlaceToPlan();
const goal = 'Tell me what customers complain about';

async function scripted(answers: readonly (object | string)[]): Promise<ScriptedModel> {
  const model = await startScriptedModel((_, turn) => {
    const answer = answers[turn] ?? answers.at(-1) ?? '';
    return { text: typeof answer === 'string' ? answer : JSON.stringify(answer) };
  });
  onTestFinished(() => model.close());
  return model;
}

function planOf(called: string, given: object = { path: 'bakery/feedback.csv' }): object {
  const task = {
    name: 'feedback',
    function: called,
    arguments: JSON.stringify(given),
    after: [],
    purpose: 'see what they say',
  };
  return { title: 'Complaints', tasks: [task], assumptions: [], questions: [] };
}

const judgement = {
  scores: [
    { proposal: 1, score: 40, why: 'short' },
    { proposal: 2, score: 90, why: 'whole' },
  ],
};

async function propose(model: ScriptedModel, proposals = 1): Promise<Proposal> {
  const opened = openModel(`${model.address}#scripted`);
  return proposeByModel(place.request(goal), place.functions, {
    name: 'model scripted',
    proposals,
    async ask(request) {
      const { parts } = await opened.call(request, { signal: AbortSignal.timeout(10_000) });
      return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    },
  });
}

/** All that was said to the model in one request. */
function said({ messages }: ChatRequest): string {
  return JSON.stringify(messages);
}

test('what the validator finds wrong goes back, and the mended plan is taken', async () => {
  const model = await scripted([
    'here you are',
    planOf('feedback_analyze'),
    planOf('feedback_analyse', { file: 'bakery/feedback.csv' }),
    planOf('feedback_analyse'),
  ]);
  const early = await propose(model);
  expect(early).toMatchObject({ kind: 'abstained', why: expect.stringContaining('with') });
  const requests = model.requests.slice(0, 3).map(said);
  expect(requests[1]).toMatch(/it is no JSON object/);
  expect(requests[2]).toMatch(/no function feedback_analyze; did you mean feedback_analyse/);
  expect(model.requests).toHaveLength(3);
  expect(await propose(model)).toMatchObject({ kind: 'draft', draft: { tasks: [{ function: 'feedback_analyse' }] } });
});

test('the form names every function there is, and no other can be written', async () => {
  const model = await scripted([planOf('feedback_analyse')]);
  await propose(model);
  const format = JSON.stringify(model.requests[0]?.response_format);
  for (const { name } of place.functions) expect(format).toContain(`"${name}"`);
});

test('of several proposals the model scores, the best is taken', async () => {
  const model = await scripted([planOf('feedback_analyse'), planOf('table_describe'), judgement]);
  const proposal = await propose(model, 2);
  expect(proposal).toMatchObject({
    kind: 'draft',
    draft: { tasks: [{ function: 'table_describe' }], origin: { planner: 'model scripted', confidence: 0.9 } },
  });
  expect(model.requests.map((request) => said(request).includes('Another way'))).toEqual([false, true, false]);
});

test('questions instead of tasks are questions', async () => {
  const questions = [{ name: 'file', text: 'Which file?' }];
  const model = await scripted([{ title: '', tasks: [], assumptions: [], questions }]);
  expect(await propose(model)).toMatchObject({ kind: 'abstained', questions });
});

test('as a durable function, each call of the model is one recorded step', async () => {
  const model = await scripted([
    planOf('nothing_like_it'),
    planOf('feedback_analyse'),
    planOf('feedback_analyse'),
    judgement,
  ]);
  const directory = mkdtempSync(join(tmpdir(), 'baton-planner-'));
  const planner = plannerFunction({
    models: async () => [openModel(`${model.address}#scripted`)],
    functions: () => place.functions,
  });
  const engine = await createEngine({
    journal: openSqliteJournal({ directory }),
    functions: [planner],
    onFatal: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    await engine.close(0);
    rmSync(directory, { recursive: true, force: true });
  });
  const definition = {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'planning', version: '1.0.0' },
    do: [{ propose: { call: 'planner', with: { request: '${ . }' } } }],
  };
  const id = await engine.start({ definition, input: JSON.parse(JSON.stringify(place.request(goal))) });
  const result = await engine.result(id);
  expect(result).toMatchObject({ phase: 'completed', output: { kind: 'draft' } });
  const steps: string[] = [];
  for await (const { event } of engine.events(id)) if (event.kind === 'step.completed') steps.push(event.step);
  expect(steps).toHaveLength(4);
  expect(model.requests).toHaveLength(4);
});

test('a plan may give missions to agents, and ends to be the same plan when what they are allowed changes', () => {
  const agent: Agent = {
    name: 'analyst',
    version: '1.0.0',
    description: 'Explains figures',
    skills: [],
    instructions: 'Be brief.',
    models: ['http://127.0.0.1:1/v1#none'],
    tools: ['ledger_analyse'],
  };
  const task = {
    name: 'explain',
    function: 'agent',
    with: { agent: 'analyst', prompt: 'Explain the year' },
    purpose: 'explain it',
  };
  const origin = { planner: 'test', confidence: 1, why: 'written for the test' };
  const draft = { title: 'Explain', tasks: [task], assumptions: [], questions: [], origin };
  const planFor = (agents: readonly Agent[], changed = draft) =>
    planFromDraft(changed, 'explain', { functions: [...place.functions, agentCard(agents)], policy: usualPolicy });
  const made = planFor([agent]);
  expect(made).toMatchObject({
    kind: 'plan',
    plan: { tasks: [{ risk: 'medium' }], estimate: { tokens: { expected: 8_000 } } },
  });
  expect(hashOf(planFor([{ ...agent }]))).toBe(hashOf(made));
  expect(hashOf(planFor([{ ...agent, tools: ['ledger_analyse', 'mail_draft'] }]))).not.toBe(hashOf(made));
  const stranger = { ...draft, tasks: [{ ...task, with: { ...task.with, agent: 'stranger' } }] };
  expect(planFor([agent], stranger)).toMatchObject({ kind: 'refused', problems: [{ place: 'with.agent' }] });
});

function hashOf(made: MadePlan): string {
  return made.kind === 'plan' ? made.plan.hash : JSON.stringify(made.problems);
}
