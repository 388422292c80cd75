import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunksOf } from './chunks.ts';
import type { ChatRequest, Script, ScriptedReply } from './script.ts';

/** A server that stands in for a language model: the real wire format, answers from a script. */
export interface ScriptedModel {
  /** The address models are opened with: `http://127.0.0.1:PORT/v1`. */
  readonly address: string;
  /** Every request so far, also those that were refused or cut. */
  readonly requests: readonly ChatRequest[];
  close(): Promise<void>;
}

/**
 * Starts a server on loopback that speaks OpenAI's chat completions, streamed, and says what the script says. For
 * tests only: nothing in it understands anything.
 */
export async function startScriptedModel(script: Script): Promise<ScriptedModel> {
  const requests: ChatRequest[] = [];
  const server = createServer((incoming, response) => {
    answer(incoming, { response, script, requests }).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `the script failed: ${String(error)}` } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answering {
  readonly response: ServerResponse;
  readonly script: Script;
  readonly requests: ChatRequest[];
}

async function answer(incoming: IncomingMessage, { response, script, requests }: Answering): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const request: ChatRequest = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const turn = requests.push(request) - 1;
  const reply = await script(request, turn);
  if (reply.delay !== undefined) await sleep(reply.delay);
  if (reply.refuse !== undefined) refuse(response, reply.refuse);
  else if (reply.garbage === undefined) await stream(response, { reply, model: request.model, turn });
  else response.writeHead(200, { 'content-type': 'text/event-stream' }).end(reply.garbage);
}

function refuse(
  response: ServerResponse,
  { status, message = 'refused by the script', retryAfter }: NonNullable<ScriptedReply['refuse']>,
): void {
  const wait = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  response.writeHead(status, { 'content-type': 'application/json', ...wait });
  response.end(JSON.stringify({ error: { message, type: 'scripted', param: null, code: null } }));
}

async function stream(
  response: ServerResponse,
  said: { readonly reply: ScriptedReply; readonly model: string; readonly turn: number },
): Promise<void> {
  const { cutAfter = Infinity, hangAfter = Infinity } = said.reply;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  for (const chunk of chunksOf(said)) {
    if (sent >= hangAfter) return;
    if (sent >= cutAfter) {
      response.destroy();
      return;
    }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    sent += 1;
    await sleep(0);
  }
  response.end('data: [DONE]\n\n');
}
