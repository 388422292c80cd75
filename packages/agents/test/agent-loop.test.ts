/** An agent finishes its mission, or says why not; whatever it does is recorded, and nothing is done beside its limits. */
import { isJsonObject, type Json } from '@batonhq/core';
import type { ChatRequest } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { openWorkplace, toolOf } from './workplace.ts';

const searching = toolOf('search', (_context, input) => {
  const query = isJsonObject(input) ? JSON.stringify(input['query']) : '';
  if (query === '"broken"') throw new TypeError('the index is broken');
  return { found: [`about ${query}`] };
});
const found = { functions: [searching.definition], tools: [searching.tool] };

const lastMessage = ({ messages }: ChatRequest): unknown => messages.at(-1)?.content;

function detailOf(result: { readonly phase: string; readonly fault?: { readonly detail?: string } }): string {
  return result.fault?.detail ?? '';
}

test('a mission without tools is one recorded call of the model', async () => {
  const place = await openWorkplace({ script: () => ({ text: 'Four.', usage: { input: 12, output: 3 } }) });
  const { id, result } = await place.carryOut({ prompt: 'What is two and two?', context: { unit: 'apples' } });
  expect(result).toMatchObject({
    phase: 'completed',
    output: {
      text: 'Four.',
      output: null,
      handOff: {
        agent: 'helper:1.0.0',
        status: 'completed',
        turns: 1,
        spent: { modelCalls: 1, toolCalls: 0, inputTokens: 12, outputTokens: 3 },
      },
    },
  });
  expect(place.said.join('')).toBe('Four.');
  expect(String(place.model.requests[0]?.messages.at(-1)?.content)).toContain('{"unit":"apples"}');
  const steps = (await place.events(id)).flatMap(({ event }) => (event.kind === 'step.completed' ? [event.step] : []));
  expect(steps).toEqual(['work|model scripted#0', 'work|hand-off#0']);
});

test('an image of the mission reaches the model beside its words', async () => {
  const place = await openWorkplace({ script: () => ({ text: 'A loaf.' }) });
  const data = 'iVBORw0KGgo=';
  const { result } = await place.carryOut({ prompt: 'What is it?', images: [{ mediaType: 'image/png', data }] });
  expect(result).toMatchObject({ output: { text: 'A loaf.' } });
  expect(place.model.requests[0]?.messages.at(-1)?.content).toEqual([
    { type: 'text', text: 'What is it?' },
    { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } },
  ]);
});

test('tool calls of one answer are steps of their own, at the same time, and their results go back in order', async () => {
  const { promise: allAreHere, resolve: lastIsHere } = Promise.withResolvers<void>();
  let here = 0;
  const slow = toolOf('slow', async (_context, input) => {
    here += 1;
    if (here === 3) lastIsHere();
    await allAreHere;
    return input;
  });
  const place = await openWorkplace({
    functions: [slow.definition],
    tools: [slow.tool],
    script: ({ messages }, turn) =>
      turn === 0
        ? { calls: [1, 2, 3].map((n) => ({ name: 'slow', arguments: { n } })) }
        : { text: messages.flatMap(({ role, content }) => (role === 'tool' ? [String(content)] : [])).join(' ') },
  });
  const { id, result } = await place.carryOut({ prompt: 'Go' });
  expect(result).toMatchObject({
    output: {
      text: '{"n":1} {"n":2} {"n":3}',
      handOff: { tools: { slow: 3 }, spent: { modelCalls: 2, toolCalls: 3 } },
    },
  });
  const claimed = (await place.events(id)).filter(
    ({ event }) => event.kind === 'step.claimed' && event.operation?.kind === 'call',
  );
  expect(claimed).toHaveLength(3);
});

test('a model learns what went wrong with its calls and can do better', async () => {
  const place = await openWorkplace({
    ...found,
    script: (request, turn) => {
      if (turn === 0) return { calls: [{ name: 'delete_all', arguments: {} }] };
      if (turn === 1) return { calls: [{ name: 'search', arguments: '{"query":' }] };
      if (turn === 2) return { calls: [{ name: 'search', arguments: { query: 'broken' } }] };
      if (turn === 3) return { calls: [{ name: 'search', arguments: { query: 'figs' } }] };
      return { text: String(lastMessage(request)) };
    },
  });
  const { result } = await place.carryOut({ prompt: 'Find figs' });
  expect(result).toMatchObject({ output: { text: '{"found":["about \\"figs\\""]}' } });
  expect(place.model.requests.slice(1, 4).map(lastMessage)).toEqual([
    'there is no tool delete_all; you have: search',
    expect.stringContaining('no JSON'),
    expect.stringContaining('the index is broken'),
  ]);
});

test('an answer that does not fit its schema is sent back, three times at most', async () => {
  const schema = { type: 'object', required: ['total'], properties: { total: { type: 'number' } } };
  const place = await openWorkplace({
    script: (_request, turn) => {
      const answers = ['about four', '{"total":"four"}', '```json\n{"total":4}\n```'];
      return { text: answers[turn] ?? '' };
    },
  });
  const { result } = await place.carryOut({ prompt: 'Add', output: schema });
  expect(result).toMatchObject({ output: { output: { total: 4 }, handOff: { turns: 3 } } });
  expect(place.model.requests[0]?.response_format).toMatchObject({ type: 'json_schema' });
  expect(place.model.requests.slice(1).map(lastMessage)).toEqual([
    expect.stringContaining('Answer with JSON'),
    expect.stringContaining('/total must be number'),
  ]);

  const stubborn = await openWorkplace({ script: () => ({ text: 'no' }) });
  const refused = await stubborn.carryOut({ prompt: 'Add', output: schema });
  expect(detailOf(refused.result)).toMatch(/stopped \(repairs\): the answer was refused 4 times/);
  expect(stubborn.model.requests).toHaveLength(4);
});

test('an answer counts when the success test of the mission says so', async () => {
  const judged: Json[] = [];
  const place = await openWorkplace({
    functions: [
      {
        name: 'long-enough',
        run: (_context, input) => {
          judged.push(input);
          return judged.length > 1 ? { passed: true } : { passed: false, reason: 'say more' };
        },
      },
    ],
    script: (_request, turn) => ({ text: turn === 0 ? 'Yes.' : 'Yes, because.' }),
  });
  const { result } = await place.carryOut({ prompt: 'Is it?', success: 'long-enough' });
  expect(result).toMatchObject({ output: { text: 'Yes, because.' } });
  expect(judged).toMatchObject([{ text: 'Yes.' }, { text: 'Yes, because.' }]);
  expect(lastMessage(place.model.requests[1] ?? { model: '', messages: [] })).toContain('say more');
});

test('a passing failure is tried again after the wait that was asked for; then the next model is asked', async () => {
  const place = await openWorkplace({
    models: (address) => [`${address}#first`, `${address}#second`],
    script: ({ model }, turn) => {
      if (turn === 0) return { refuse: { status: 429, retryAfter: '0' } };
      if (turn === 1) return { text: 'a long text that breaks', cutAfter: 2 };
      return model === 'first' ? { refuse: { status: 401 } } : { text: 'Second here.' };
    },
  });
  const { result } = await place.carryOut({ prompt: 'Hello' });
  expect(result).toMatchObject({ output: { text: 'Second here.', handOff: { spent: { modelCalls: 4 } } } });
  expect(place.model.requests.map(({ model }) => model)).toEqual(['first', 'first', 'first', 'second']);
});

test('without any model that answers the mission faults, and the hand-off is in the journal', async () => {
  const place = await openWorkplace({ script: () => ({ refuse: { status: 401, message: 'wrong key' } }) });
  const { id, result } = await place.carryOut({ prompt: 'Hello' });
  expect(detailOf(result)).toMatch(/stopped \(models\): no model answered: .* answered 401: wrong key/);
  const handOff = (await place.events(id)).find(
    ({ event }) => event.kind === 'step.completed' && event.step.endsWith('hand-off#0'),
  );
  expect(handOff?.event).toMatchObject({ output: { status: 'stopped', reason: 'models', mission: 'Hello' } });
});

test('the same call with the same result is a loop; turns and budgets end too', async () => {
  const looping = await openWorkplace({
    ...found,
    script: () => ({ calls: [{ name: 'search', arguments: { query: 'x' } }] }),
  });
  expect(detailOf((await looping.carryOut({ prompt: 'Loop' })).result)).toMatch(
    /stopped \(loop\): search was called 3 times/,
  );
  expect(looping.model.requests).toHaveLength(3);

  const wandering = await openWorkplace({
    ...found,
    agent: { limits: { turns: 5 } },
    script: (_request, turn) => ({ calls: [{ name: 'search', arguments: { query: turn } }] }),
  });
  expect(detailOf((await wandering.carryOut({ prompt: 'Wander' })).result)).toMatch(/stopped \(turns\)/);
  expect(wandering.model.requests).toHaveLength(5);

  const thrifty = await openWorkplace({
    ...found,
    agent: { limits: { outputTokens: 100 } },
    script: (_request, turn) => ({
      calls: [{ name: 'search', arguments: { query: turn } }],
      usage: { input: 60, output: 50 },
    }),
  });
  const { result } = await thrifty.carryOut({ prompt: 'Spend', budget: { tokens: 1_500 } });
  expect(detailOf(result)).toMatch(
    /stopped \(budget\): mission work of execution .+ may spend 1,500 tokens: \d+ tokens are spent, 0 tokens reserved/,
  );
  expect(thrifty.model.requests.length).toBeGreaterThan(1);
  expect(thrifty.model.requests.length * 110).toBeLessThanOrEqual(1_500);

  const counted = await openWorkplace({
    ...found,
    script: (_r, turn) => ({ calls: [{ name: 'search', arguments: { query: turn } }] }),
  });
  const ended = await counted.carryOut({ prompt: 'Count', budget: { calls: 2 } });
  expect(detailOf(ended.result)).toMatch(/stopped \(budget\): .+ may spend 2 calls: 2 calls are spent/);
  expect(counted.model.requests).toHaveLength(2);
});

test('a long conversation is summarised, and continues as new, without losing its mission', async () => {
  const wordy = toolOf('read', (_context, input) => `${JSON.stringify(input)} ${'lorem ipsum '.repeat(100)}`);
  let summaries = 0;
  const place = await openWorkplace({
    functions: [wordy.definition],
    tools: [wordy.tool],
    agent: { limits: { turns: 80, contextTokens: 4_000 } },
    script: ({ messages, tools }) => {
      if (tools === undefined) {
        summaries += 1;
        return { text: `summary ${summaries}` };
      }
      const answered = messages.filter(({ role }) => role === 'tool').length;
      const page = Number(/page (\d+)/.exec(JSON.stringify(messages.at(-1)))?.[1] ?? 0) + 1;
      const read = /\\"page\\":(\d+)/.exec(String(JSON.stringify(messages.at(-1)?.content)));
      const next = read === null ? page : Number(read[1]) + 1;
      return next > 70 && answered > 0
        ? { text: 'All 70 pages.' }
        : { calls: [{ name: 'read', arguments: { page: next } }] };
    },
  });
  const { id, result } = await place.carryOut({ prompt: 'Read the book' });
  expect(result).toMatchObject({ output: { text: 'All 70 pages.', handOff: { turns: 71 } } });
  expect(summaries).toBeGreaterThan(5);
  const lengths = place.model.requests.map((request) => JSON.stringify(request.messages).length);
  expect(Math.max(...lengths)).toBeLessThan(4_000 * 6);
  for (const { messages } of place.model.requests.filter(({ tools }) => tools !== undefined))
    expect(String(messages[1]?.content)).toContain('Read the book');
  const continued = (await place.events(id)).filter(
    ({ event }) => event.kind === 'step.claimed' && event.operation?.kind === 'continueAs',
  );
  expect(continued).toHaveLength(2);
});

test('what is missing is said before anything is spent', async () => {
  const place = await openWorkplace({ script: () => ({ text: 'x' }), agent: { tools: ['nowhere'] } });
  expect(detailOf((await place.carryOut({ prompt: 'x' })).result)).toMatch(
    /names the tool nowhere, which nobody registered/,
  );
  expect(detailOf((await place.carryOut({ prompt: 'x', agent: 'nobody' })).result)).toMatch(/there is no agent nobody/);
  expect(detailOf((await place.carryOut({ prompt: '' })).result)).toMatch(
    /prompt must NOT have fewer than 1 characters/,
  );
  expect(place.model.requests).toHaveLength(0);
});
