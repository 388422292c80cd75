import mqtt from 'mqtt';
import { fault, FaultError, type Json } from '@batonhq/core';
import { EgressFailedError, type OutsideCall } from '@batonhq/engine';
import type { Channel } from './channel.ts';
import { MessageQueue } from './message-queue.ts';
import { payloadText, readPayload, type AsyncapiTransport, type InboundMessage } from './transport.ts';

const connectTimeout = 30_000;

/** Messages over MQTT with quality 1: the broker has taken it, or the call failed. */
export const mqttTransport: AsyncapiTransport = {
  async publish(call, channel, { payload, headers }) {
    const client = await connect(call, channel);
    const userProperties = Object.keys(headers).length > 0 && { properties: { userProperties: { ...headers } } };
    try {
      await client.publishAsync(channel.address, payloadText(payload), { qos: 1, ...userProperties });
    } catch (error) {
      throw new EgressFailedError(messageOf(error), { wasSent: true });
    } finally {
      await client.endAsync(true);
    }
  },

  async *subscribe(call, channel, until) {
    const client = await connect(call, channel);
    const queue = new MessageQueue();
    const stop = (): void => queue.end();
    until.addEventListener('abort', stop, { once: true });
    client.on('message', (_topic, payload, packet) => queue.push(inbound(payload, packet.properties)));
    client.once('close', () => queue.end());
    client.once('error', (error) => queue.fail(error));
    if (until.aborted) stop();
    try {
      await client.subscribeAsync(channel.address, { qos: 1 });
      yield* queue.messages();
    } finally {
      until.removeEventListener('abort', stop);
      await client.endAsync(true);
    }
  },
};

function inbound(payload: Buffer, about: mqtt.IPublishPacket['properties']): InboundMessage {
  const { userProperties, correlationData } = about ?? {};
  const headers: Record<string, Json> = {};
  for (const [name, value] of Object.entries(userProperties ?? {}))
    headers[name] = Array.isArray(value) ? [...value] : value;
  return {
    payload: readPayload(payload.toString('utf8')),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(correlationData !== undefined && { correlationId: correlationData.toString('utf8') }),
  };
}

/** The client speaks over a connection that the guarded way out made. */
async function connect(call: OutsideCall, { protocol, server }: Channel): Promise<mqtt.MqttClient> {
  const isSecure = protocol === 'mqtts' || protocol === 'secure-mqtt' || protocol === 'mqtt5s';
  const url = new URL(`tcp://${server}`);
  const port = url.port === '' ? (isSecure ? 8883 : 1883) : Number(url.port);
  const { call: credentials } = call.credentials;
  if (credentials?.identity !== undefined && !isSecure)
    throw new FaultError(fault('configuration', `a certificate proves nothing over ${protocol}: it needs mqtts`));
  const socket = await call.egress.connect(
    { host: url.hostname, port },
    { tls: isSecure, ...(credentials !== undefined && { credentials }) },
  );
  const options = {
    protocolVersion: protocol.startsWith('mqtt5') ? 5 : 4,
    reconnectPeriod: 0,
    connectTimeout,
    clean: true,
    ...credentials?.login,
  } as const;
  const client = new mqtt.MqttClient(() => socket, options);
  const { promise, resolve, reject } = Promise.withResolvers<mqtt.MqttClient>();
  client.once('connect', () => resolve(client));
  client.once('error', (error) => reject(refused(error)));
  client.once('close', () => reject(new EgressFailedError('the broker ended the connection', { wasSent: false })));
  try {
    return await promise;
  } catch (error) {
    client.end(true);
    throw error;
  }
}

/** Codes of MQTT for a wrong name or password, and for one that may not. */
const notAllowed = new Set([4, 5, 134, 135]);

function refused(error: Error & { readonly code?: number | string }): Error {
  if (typeof error.code === 'number' && notAllowed.has(error.code))
    return new FaultError(fault('authentication', `the broker refused: ${error.message}`));
  return new EgressFailedError(error.message, { wasSent: false });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
