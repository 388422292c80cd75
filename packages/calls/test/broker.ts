/** Services that speak AsyncAPI on this machine: documents about them, and an MQTT broker. */
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { onTestFinished } from 'vitest';
import { json, serve, type LocalServer } from './engine.ts';

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A service whose document names the places of its channels. */
export async function described(document: object): Promise<LocalServer> {
  return serve((_seen, response) => json(response, document));
}

/** One task that calls by that document. */
export const call = (at: LocalServer, more: object) => [
  { a: { call: 'asyncapi', with: { document: { endpoint: at.url }, ...more } } },
];

/** A document of version 3 with one channel. */
export const documentOfThree = (servers: object, address: string, more: object = {}) => ({
  asyncapi: '3.0.0',
  servers,
  channels: { chat: { address, parameters: { room: { default: 'lobby' } }, ...more } },
  operations: {
    say: { action: 'receive', channel: { $ref: '#/channels/chat' } },
    hear: { action: 'send', channel: { $ref: '#/channels/chat' } },
  },
});

/** A broker that lets in those who know the password, where there is one. */
export async function broker(password?: string) {
  const aedes = await Aedes.createBroker();
  if (password !== undefined) aedes.authenticate = (...[, , given, done]) => done(null, given?.toString() === password);
  const server = createTcpServer(aedes.handle);
  onTestFinished(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    server.close();
  });
  let subscribed = 0;
  aedes.on('subscribe', () => (subscribed += 1));
  return { aedes, host: await listening(server), subscribed: () => subscribed };
}
