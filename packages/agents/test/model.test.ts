/** Models as they are on the wire: what a call brings, and what each kind of failure becomes. */
import { EgressFailedError } from '@batonhq/engine';
import { startScriptedModel, type ScriptedModel, type ScriptedReply } from '@batonhq/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { ModelError, type ModelReply, type ModelRequest } from '../src/index.ts';
import { openModel } from '../src/models.ts';

let server: ScriptedModel | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

const weather = { name: 'weather', description: 'Tells the weather', input: { type: 'object', properties: {} } };

const asked: ModelRequest = {
  system: 'You are brief.',
  messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Hello' }] }],
  tools: [weather],
  maxOutputTokens: 50,
};

async function replyTo(scripted: ScriptedReply, request: ModelRequest = asked): Promise<ModelReply> {
  server = await startScriptedModel(() => scripted);
  return openModel(`${server.address}#tiny`).call(request, { signal: AbortSignal.timeout(10_000) });
}

async function failureOf(scripted: ScriptedReply): Promise<ModelError> {
  const error: unknown = await replyTo(scripted).catch((thrown: unknown) => thrown);
  if (!(error instanceof ModelError)) throw new TypeError(`not a ModelError: ${String(error)}`);
  return error;
}

describe('what a call brings', () => {
  test('text, streamed to whoever watches and returned whole', async () => {
    server = await startScriptedModel(() => ({ text: 'שלום, nice to meet you', usage: { input: 7, output: 5 } }));
    const heard: string[] = [];
    const reply = await openModel(`${server.address}#tiny`).call(asked, {
      signal: AbortSignal.timeout(10_000),
      onText: (delta) => heard.push(delta),
    });
    expect(reply).toEqual({
      parts: [{ kind: 'text', text: 'שלום, nice to meet you' }],
      finish: 'stop',
      usage: { inputTokens: 7, cachedTokens: 0, outputTokens: 5 },
    });
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.join('')).toBe('שלום, nice to meet you');
    expect(server.requests[0]).toMatchObject({
      model: 'tiny',
      max_tokens: 50,
      tools: [{ function: { name: 'weather' } }],
    });
  });

  test('several tool calls, in order, with arguments that are no JSON marked', async () => {
    const { parts, finish } = await replyTo({
      calls: [
        { name: 'weather', arguments: { city: 'Haifa' } },
        { name: 'weather', arguments: '{"city": "Ha' },
        { name: 'weather', arguments: '[1]' },
      ],
    });
    expect(finish).toBe('calls');
    expect(parts).toMatchObject([
      { kind: 'call', tool: 'weather', input: { city: 'Haifa' } },
      { kind: 'call', input: {}, problem: expect.stringContaining('no JSON') },
      { kind: 'call', input: {}, problem: 'the arguments are no JSON object' },
    ]);
  });

  test('a conversation with tools and images reaches the provider whole', async () => {
    await replyTo(
      { text: 'done' },
      {
        ...asked,
        messages: [
          {
            role: 'user',
            parts: [
              { kind: 'text', text: 'See' },
              { kind: 'image', mediaType: 'image/png', data: 'iVBORw0K' },
            ],
          },
          { role: 'assistant', parts: [{ kind: 'call', id: 'c1', tool: 'weather', input: { city: 'Haifa' } }] },
          { role: 'tool', results: [{ id: 'c1', tool: 'weather', text: '31 degrees', isError: false }] },
        ],
      },
    );
    expect(server?.requests[0]?.messages).toMatchObject([
      { role: 'system' },
      {
        role: 'user',
        content: [{ type: 'text' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0K' } }],
      },
      { role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'weather', arguments: '{"city":"Haifa"}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: '31 degrees' },
    ]);
  });

  test('tokens are estimated from above where the server does not count', async () => {
    const { usage } = await replyTo({ text: 'x'.repeat(300), usage: null });
    expect(usage.isEstimated).toBe(true);
    expect(usage.outputTokens).toBeGreaterThanOrEqual(100);
    expect(usage.inputTokens).toBeGreaterThan(5);
  });
});

describe('what a failure becomes', () => {
  test('each status has its class, and the wait asked for is kept', async () => {
    expect(await failureOf({ refuse: { status: 429, retryAfter: '3' } })).toMatchObject({
      failure: 'rate-limited',
      retryAfter: 3000,
    });
    await server?.close();
    expect(await failureOf({ refuse: { status: 503 } })).toMatchObject({ failure: 'overloaded', retryAfter: null });
    await server?.close();
    expect(await failureOf({ refuse: { status: 401 } })).toMatchObject({ failure: 'authentication' });
    await server?.close();
    expect(await failureOf({ refuse: { status: 400 } })).toMatchObject({ failure: 'invalid-request' });
    await server?.close();
    const message = "This model's maximum context length is 4096 tokens";
    expect(await failureOf({ refuse: { status: 400, message } })).toMatchObject({ failure: 'context-too-long' });
  });

  test('a stream that breaks off or ends early is no answer', async () => {
    expect(await failureOf({ text: 'a long text that never ends', cutAfter: 2 })).toMatchObject({ failure: 'cut-off' });
    await server?.close();
    expect(await failureOf({ garbage: 'data: {"choices": [\n\n' })).toMatchObject({ failure: 'cut-off' });
    await server?.close();
    expect(await failureOf({ garbage: '' })).toMatchObject({ failure: 'cut-off' });
  });

  test('nobody listening is unreachable', async () => {
    server = await startScriptedModel(() => ({}));
    const { address } = server;
    await server.close();
    await expect(
      openModel(`${address}#tiny`).call(asked, { signal: AbortSignal.timeout(10_000) }),
    ).rejects.toMatchObject({ failure: 'unreachable' });
  });

  test.for([
    [false, 'unreachable'],
    [true, 'cut-off'],
  ] as const)('the guarded way out fails, and something was sent: %s', async ([wasSent, failure]) => {
    const fetch = () => Promise.reject(new EgressFailedError('connect ECONNREFUSED 127.0.0.1:9', { wasSent }));
    const call = openModel('http://127.0.0.1:9/v1#tiny', { fetch }).call(asked, {
      signal: AbortSignal.timeout(10_000),
    });
    await expect(call).rejects.toMatchObject({ failure });
  });

  test('an abandoned call rejects with the reason, not with a failure of the model', async () => {
    server = await startScriptedModel(() => ({ delay: 5_000, text: 'late' }));
    const controller = new AbortController();
    const call = openModel(`${server.address}#tiny`).call(asked, { signal: controller.signal });
    controller.abort(new Error('cancelled by Ada'));
    await expect(call).rejects.toThrow('cancelled by Ada');
  });
});

test('a model is named so that it can be found, or the message says how', () => {
  expect(() => openModel('gpt')).toThrow(/write openai\/NAME/);
  expect(() => openModel('elsewhere/x')).toThrow(/there is no model "elsewhere\/x"/);
  expect(() => openModel('http://127.0.0.1:1/v1')).toThrow(/write the address, a # and its name/);
  expect(() => openModel('openai/gpt', { keys: {} })).toThrow(/OPENAI_API_KEY is not set/);
});
