import type { Json } from '@batonhq/core';
import { EgressFailedError, LostCallError, UnavailableCallError, type OutsideCall } from '@batonhq/engine';
import { objectArgument, textArgument } from '../arguments.ts';
import type { DocumentCache } from '../resource/document-cache.ts';
import { findChannel, type Channel } from './channel.ts';
import { Subscription } from './subscription.ts';
import { payloadText, type AsyncapiTransport } from './transport.ts';

/** Performs `call: asyncapi`: `null` for a message that was sent, a list of messages for a subscription. */
export async function callAsyncapi(call: OutsideCall, documents: DocumentCache): Promise<Json> {
  const { arguments: given } = call;
  const document = await documents.get(textArgument(given, 'document'), call);
  const channel = await findChannel(document, given);
  const transport = await transportFor(channel);
  if (given['streams'] === true) return new Subscription(call, channel, transport).stream();
  if (given['message'] === undefined) return [...(await new Subscription(call, channel, transport).consume())];
  const { payload = null, headers } = objectArgument(given, 'message');
  const texts = Object.entries(objectArgument({ headers: headers ?? {} }, 'headers'));
  const message = { payload, headers: Object.fromEntries(texts.map(([name, value]) => [name, payloadText(value)])) };
  try {
    await transport.publish(call, channel, message);
    return null;
  } catch (error) {
    if (!(error instanceof EgressFailedError) || !error.wasSent) throw error;
    throw new LostCallError(`the message was sent, but nobody confirmed it: ${error.message}`);
  }
}

async function transportFor({ protocol }: Channel): Promise<AsyncapiTransport> {
  if (protocol === 'http' || protocol === 'https') return (await import('./http-transport.ts')).httpTransport;
  if (protocol === 'ws' || protocol === 'wss') return (await import('./websocket-transport.ts')).websocketTransport;
  if (/^(mqtt5?s?|secure-mqtt)$/.test(protocol)) return (await import('./mqtt-transport.ts')).mqttTransport;
  throw new UnavailableCallError(`call: asyncapi over ${protocol}; http, ws and mqtt are available`);
}
