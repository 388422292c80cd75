/** MQTT 5, against a broker that speaks its bytes: properties of messages go both ways. */
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { complete, json, open, serve } from './engine.ts';

const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
const packet = (kind: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([kind, content.length]), content]);
};

/** `userProperties: { from: 'here' }` and `correlationData: '17'`. */
const properties = Buffer.concat([Buffer.from([0x26]), text('from'), text('here'), Buffer.from([0x09]), text('17')]);
const message = packet(0x30, text('rooms'), Buffer.from([properties.length]), properties, Buffer.from('{"n":1}'));

/** A broker for one client at a time whose packets are short: it takes messages, and sends one to whoever subscribes. */
async function broker() {
  const seen: { readonly kind: number; readonly content: Buffer }[] = [];
  const server = createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let size = (rest[1] ?? 0) + 2; rest.length >= 2 && rest.length >= size; size = (rest[1] ?? 0) + 2) {
        const [kind, content] = [(rest[0] ?? 0) >> 4, rest.subarray(2, size)];
        rest = rest.subarray(size);
        seen.push({ kind, content });
        if (kind === 1) socket.write(packet(0x20, Buffer.from([0, 0, 0])));
        if (kind === 3) socket.write(packet(0x40, content.subarray(7, 9)));
        if (kind === 8)
          socket.write(Buffer.concat([packet(0x90, content.subarray(0, 2), Buffer.from([0, 1])), message]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { seen, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('MQTT 5 carries headers and the correlation of messages', async () => {
  const { seen, host } = await broker();
  const document = await serve((_seen, response) =>
    json(response, {
      asyncapi: '3.0.0',
      servers: { main: { host, protocol: 'mqtt5' } },
      channels: { rooms: { address: 'rooms' } },
    }),
  );
  const engine = await open({ egress: { allow: [host, document.host] } });
  const call = (more: object) => [
    {
      a: {
        call: 'asyncapi',
        with: { document: { endpoint: document.url }, channel: 'rooms', protocol: 'mqtt5', ...more },
      },
    },
  ];
  expect(await complete(engine, call({ message: { payload: { x: 1 }, headers: { 'X-Own': 'yes' } } }))).toBeNull();
  const [connect, publish] = [seen.find(({ kind }) => kind === 1), seen.find(({ kind }) => kind === 3)];
  expect(connect?.content.subarray(0, 7)).toEqual(Buffer.from('\u0000\u0004MQTT\u0005'));
  expect(publish?.content.toString()).toContain('X-Own');
  expect(publish?.content.toString()).toContain('{"x":1}');
  expect(await complete(engine, call({ subscription: { consume: { amount: 1 } } }))).toEqual([
    { payload: { n: 1 }, headers: { from: 'here' }, correlationId: '17' },
  ]);
});
