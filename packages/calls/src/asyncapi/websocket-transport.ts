import type { LookupFunction } from 'node:net';
import WebSocket, { type RawData } from 'ws';
import { fault, FaultError } from '@batonhq/core';
import { EgressFailedError, type OutsideCall } from '@batonhq/engine';
import type { Channel } from './channel.ts';
import { MessageQueue } from './message-queue.ts';
import { payloadText, readPayload, type AsyncapiTransport } from './transport.ts';

const largestMessage = 4 * 1024 * 1024;
const handshakeTimeout = 30_000;

/** Messages over WebSocket: a connection for each call. */
export const websocketTransport: AsyncapiTransport = {
  async publish(call, channel, { payload, headers }) {
    const socket = await connect(call, channel, { headers });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.send(payloadText(payload), (error) => {
      if (error) reject(new EgressFailedError(error.message, { wasSent: true }));
      else socket.close(1000);
    });
    await promise;
  },

  async *subscribe(call, channel, until) {
    const queue = new MessageQueue();
    const socket = await connect(call, channel, { queue });
    const stop = (): void => socket.close(1000);
    until.addEventListener('abort', stop, { once: true });
    if (until.aborted) stop();
    try {
      yield* queue.messages();
    } finally {
      until.removeEventListener('abort', stop);
      socket.terminate();
    }
  },
};

interface Opening {
  readonly headers?: Readonly<Record<string, string>>;
  /** What gets the messages: from the first on, which may come with the answer to the handshake. */
  readonly queue?: MessageQueue;
}

/** Connects to an address that was checked, whatever the name means a moment later. */
async function connect(
  call: OutsideCall,
  { protocol, server, address }: Channel,
  { headers: given = {}, queue }: Opening,
): Promise<WebSocket> {
  const text = `${protocol}://${server.replace(/\/$/, '')}/${address.replace(/^\//, '')}`;
  if (!URL.canParse(text)) throw new FaultError(fault('configuration', `${text} is not an address`));
  const url = new URL(text);
  const port = url.port === '' ? (url.protocol === 'wss:' ? 443 : 80) : Number(url.port);
  const addresses = await call.egress.resolve({ host: url.hostname, port });
  const lookup: LookupFunction = (_host, options, done) => {
    const [first] = addresses;
    if (options.all === true) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };
  const authorization = await call.credentials.call?.authorize({ method: 'GET', url });
  const proof = authorization && { authorization: `${authorization.scheme} ${authorization.parameter}` };
  const headers = { ...given, ...proof };
  const trust = call.egress.trust(call.credentials.call);
  const socket = new WebSocket(url, { ...trust, headers, lookup, handshakeTimeout, maxPayload: largestMessage });
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  const abandon = (): void => socket.terminate();
  call.signal.addEventListener('abort', abandon, { once: true });
  socket.once('close', () => call.signal.removeEventListener('abort', abandon));
  socket.on('message', (data) => queue?.push({ payload: readPayload(textOf(data)) }));
  socket.once('close', () => queue?.end());
  socket.on('error', (error) => queue?.fail(error));
  socket.once('open', () => resolve(socket));
  socket.once('error', (error) => reject(new EgressFailedError(error.message, { wasSent: false })));
  return promise;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
