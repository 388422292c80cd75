import { setTimeout as sleep } from 'node:timers/promises';
import { fault, FaultError, type Json } from '@batonhq/core';
import type { OutsideCall } from '@batonhq/engine';
import { eventData } from '../event-stream.ts';
import type { Channel } from './channel.ts';
import { payloadText, readPayload, type AsyncapiTransport, type InboundMessage } from './transport.ts';

/** Milliseconds between two questions to a service that answers with what there is and no stream. */
const pollInterval = 1_000;
/** How much of an answer a fault quotes. */
const quoted = 500;

/** Messages over HTTP: sent as requests; received as a stream of events, of lines, or by asking again and again. */
export const httpTransport: AsyncapiTransport = {
  async publish(call, channel, { payload, headers }) {
    const body = Buffer.from(payloadText(payload));
    const about = { 'content-type': 'application/json', 'content-length': String(body.length), ...headers };
    const url = urlOf(channel);
    const request = { method: channel.method ?? 'POST', url, headers: about, body };
    const { status, body: answer } = await call.egress.send(request, call.credentials.call);
    if (status < 200 || status >= 300) throw refusal(url, status, answer.toString('utf8', 0, quoted));
  },

  async *subscribe(call, channel, until) {
    while (!until.aborted) {
      const response = await get(call, channel, until);
      const type = response.headers.get('content-type') ?? '';
      if (type.startsWith('text/event-stream')) yield* events(response);
      else if (/ndjson|jsonl|json-seq/.test(type)) yield* lines(response);
      else yield* whole(await response.text());
      await sleep(pollInterval, undefined, { signal: until }).catch(() => undefined);
    }
  },
};

async function get({ egress, credentials }: OutsideCall, channel: Channel, signal: AbortSignal): Promise<Response> {
  const send = credentials.call === undefined ? egress.fetch : egress.fetchAs(credentials.call);
  const url = urlOf(channel);
  const headers = { accept: 'text/event-stream, application/x-ndjson, application/json' };
  const response = await send(url, { method: channel.method ?? 'GET', headers, redirect: 'manual', signal });
  if (response.ok) return response;
  throw refusal(url, response.status, (await response.text()).slice(0, quoted));
}

async function* events({ body }: Response): AsyncGenerator<InboundMessage, void> {
  if (body === null) return;
  for await (const data of eventData(body)) yield { payload: readPayload(data) };
}

async function* lines({ body }: Response): AsyncGenerator<InboundMessage, void> {
  if (body === null) return;
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const complete = `${rest}${chunk}`.split('\n');
    rest = complete.pop() ?? '';
    for (const line of complete) if (line.trim() !== '') yield { payload: readPayload(line.replace('\u001e', '')) };
  }
  if (rest.trim() !== '') yield { payload: readPayload(rest) };
}

/** A list is many messages, nothing is none. */
function* whole(text: string): Generator<InboundMessage, void> {
  if (text === '') return;
  const value = readPayload(text);
  for (const payload of Array.isArray(value) ? value.map((item: Json) => item) : [value]) yield { payload };
}

function urlOf({ protocol, server, address }: Channel): URL {
  const text = `${protocol}://${server.replace(/\/$/, '')}/${address.replace(/^\//, '')}`;
  if (URL.canParse(text)) return new URL(text);
  throw new FaultError(fault('configuration', `${text} is not an address`));
}

function refusal(url: URL, status: number, text: string): FaultError {
  return new FaultError(fault('communication', `${url.origin}${url.pathname} answered ${status}: ${text}`, { status }));
}
