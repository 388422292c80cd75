/** A subscription that brings more than an execution has room for. */
import { expect, test } from 'vitest';
import { broker, call, described, documentOfThree } from './broker.ts';
import { definition, eventsOf, open, until } from './engine.ts';

test('MQTT: more messages than an execution has room for wait with the call, and all of them are worked on', async () => {
  const { aedes, host, subscribed } = await broker();
  const document = await described(documentOfThree({ main: { host, protocol: 'mqtt' } }, 'rooms/{room}'));
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  const many = 1_040;
  const engine = await open({
    egress: { allow: [host, document.host] },
    functions: [{ name: 'work', run: () => mayGoOn }],
  });
  const subscription = {
    consume: { amount: many },
    foreach: { do: [{ work: { if: '${ .payload.n == 1 }', call: 'work' } }], output: { as: '${ $index }' } },
  };
  const id = await engine.start({ definition: definition(call(document, { operation: 'hear', subscription })) });
  await until(() => subscribed() === 1);
  for (let n = 1; n <= many; n += 1)
    aedes.publish(
      { cmd: 'publish', topic: 'rooms/lobby', payload: JSON.stringify({ n }), qos: 1, dup: false, retain: false },
      () => undefined,
    );
  const received = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return (await eventsOf(engine, id)).filter(({ event }) => event.kind === 'signal.received').length;
  };
  await until(async () => (await received()) === 1_001);
  goOn();
  const result = await engine.result(id);
  expect(result).toEqual({ phase: 'completed', output: Array.from({ length: many }, (_, index) => index) });
});
