/** The key of a model is sent to its server and comes back from there in nothing that could be recorded. */
import { serve } from '../../engine/test/local-server.ts';
import { expect, test } from 'vitest';
import { openModel } from '../src/models.ts';
import { withoutSecret } from '../src/model/without-secret.ts';

const key = 'sk-abcabcabd-0123456789';
const question = {
  system: '',
  messages: [{ role: 'user' as const, parts: [{ kind: 'text' as const, text: 'Which key did I send?' }] }],
  tools: [],
  maxOutputTokens: 100,
};

/** Events of a chat completion that says these texts. */
const events = (texts: readonly string[]): string =>
  [...texts.map((content) => ({ content })), {}]
    .map((delta, index) => ({
      id: 'x',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta, finish_reason: index === texts.length ? 'stop' : null }],
    }))
    .map((event) => `data: ${JSON.stringify(event)}\n\n`)
    .join('') + 'data: [DONE]\n\n';

test('neither a refusal nor a reply tells the key', async () => {
  const server = await serve(({ headers, url }, response) => {
    if (url.startsWith('/refusing')) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${headers.authorization}` } }));
    } else
      response
        .setHeader('content-type', 'text/event-stream')
        .end(events([`it was ${headers.authorization}`, ' I think']));
  });
  const model = (path: string) => openModel(`${server.url}/${path}#m`, { keys: { BATON_MODEL_KEY: key } });
  const signal = AbortSignal.timeout(20_000);
  const refused = await model('refusing')
    .call(question, { signal })
    .then(String, (error: Error) => `${error.name}: ${error.message} ${error.stack} ${JSON.stringify(error)}`);
  expect(refused).toContain('Incorrect API key provided: Bearer ***');
  expect(refused).not.toContain(key);
  const reply = await model('saying').call(question, { signal });
  expect(JSON.stringify(reply)).toContain('it was Bearer *** I think');
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
});

test('a key is found wherever an answer is cut into pieces, and nothing else is held back', async () => {
  const said = `a ${key}, sk-abc ${key}${key} sk-abcabcabcabd-0123456789 end sk-abc`;
  const bytes = Buffer.from(said);
  for (const size of [1, 2, 3, 7, 1_000]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    const send = async (): Promise<Response> => new Response(ReadableStream.from(pieces));
    const response = await withoutSecret(send, key)('http://127.0.0.1');
    expect(await response.text()).toBe(said.replaceAll(key, '***'));
  }
  const slow = new TransformStream<Uint8Array, Uint8Array>();
  const response = await withoutSecret(async () => new Response(slow.readable), key)('http://127.0.0.1');
  const reader = response.body?.getReader();
  const writer = slow.writable.getWriter();
  void writer.write(Buffer.from('data: hello\n\n'));
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: hello\n\n');
  await reader?.cancel();
});
