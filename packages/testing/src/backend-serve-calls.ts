import type { Engine } from '@batonhq/engine';
import type { RemoteAnswer, RemoteCall, RemoteError } from './backend-messages.ts';

/** Offers an engine to the process that started this one, says that it is ready, and ends with the parent. */
export function serveCalls(engine: Engine): void {
  process.on('message', (call: RemoteCall) => {
    perform(engine, call).then(
      (value) => answer({ id: call.id, value }),
      (error: unknown) => answer({ id: call.id, error: describe(error) }),
    );
  });
  process.on('disconnect', () => void engine.close(0).finally(() => process.exit(0)));
  answer({ id: 0, value: 'ready' });
}

async function perform(of: Engine, { method, args }: RemoteCall): Promise<unknown> {
  if (method === 'events') return eventsOf(of.events(String(args[0])));
  const target: unknown = Reflect.get(of, method);
  if (typeof target !== 'function') return undefined;
  const result: unknown = await Reflect.apply(target, of, args);
  return result;
}

/** Nobody may be there to hear it any more. */
function answer(message: RemoteAnswer): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}

async function eventsOf(events: ReturnType<Engine['events']>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const recorded of events) all.push(recorded);
  return all;
}

function describe(error: unknown): RemoteError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const code: unknown = Reflect.get(error, 'code');
  return { name: error.name, message: error.message, ...(typeof code === 'string' && { code }) };
}
