import { idFrom } from '../../kernel/entropy.ts';
import { FaultError, fault } from '../../kernel/fault.ts';
import { isJsonObject, type Json } from '../../kernel/json.ts';
import type { CloudEvent } from '../../step/effect.ts';
import { beginCall } from '../begin-call.ts';
import type { Transition } from '../transition.ts';
import type { TaskHandler } from './handler.ts';

/** `emit`: a step that delivers a CloudEvent to whoever listens; what flowed in flows on. */
export const emitTask: TaskHandler<'emit'> = {
  enter(tx, entry) {
    const event = cloudEvent(tx, entry.key, entry.node.event.evaluate(entry.input, entry.scope));
    beginCall(tx, entry, { kind: 'emit', event });
  },
};

function cloudEvent(tx: Transition, key: string, value: Json): CloudEvent {
  if (!isJsonObject(value) || typeof value['type'] !== 'string') {
    throw new FaultError(
      fault('validation', `emit needs an event with a type; it got ${JSON.stringify(value).slice(0, 120)}`),
    );
  }
  const { namespace, name } = tx.program.reference;
  const { id, source, time } = value;
  return {
    ...value,
    specversion: '1.0',
    type: value['type'],
    id: typeof id === 'string' ? id : idFrom(`${tx.execution}|${key}`),
    source: typeof source === 'string' ? source : `/${namespace}/${name}`,
    time: typeof time === 'string' ? time : new Date(tx.at).toISOString(),
  };
}
