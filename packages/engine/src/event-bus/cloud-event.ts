import { isJsonObject, type CloudEvent, type Json } from '@batonhq/core';
import type { Limits } from '../limits.ts';
import { copyJson } from '../payload.ts';
import { InvalidEventError } from './invalid-event-error.ts';

/** What a CloudEvent gets that came without an id or a time of its own. */
export interface Postmark {
  readonly limits: Pick<Limits, 'payload' | 'depth'>;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const specVersion = '1.0';

/**
 * Takes what somebody published for a CloudEvent 1.0: `type` and `source` must be there; an `id` and a `time` are given
 * to one without.
 *
 * @throws {InvalidEventError} that says which attribute is wrong and what was expected.
 */
export function cloudEventIn(given: unknown, { limits, newId, now }: Postmark): CloudEvent {
  const event = copyJson(given, limits);
  if (!isJsonObject(event)) throw new InvalidEventError('a CloudEvent is a JSON object with a type and a source');
  const type = textOf(event, 'type');
  const source = textOf(event, 'source');
  const version = event['specversion'] ?? specVersion;
  if (version !== specVersion)
    throw new InvalidEventError(`specversion ${JSON.stringify(version)} is not understood; expected "${specVersion}"`);
  const id = event['id'] === undefined ? newId() : textOf(event, 'id');
  const time = event['time'] === undefined ? new Date(now).toISOString() : textOf(event, 'time');
  if (Number.isNaN(Date.parse(time)))
    throw new InvalidEventError(`time ${JSON.stringify(time)} is no time; expected one such as 2026-01-31T12:00:00Z`);
  return { ...event, specversion: specVersion, id, source, type, time };
}

/** A message to one known execution as the CloudEvent that is recorded. */
export function signalEvent(
  { name, data, id }: { readonly name: string; readonly data?: Json; readonly id?: string },
  { limits, newId, now }: Postmark,
): CloudEvent {
  return {
    specversion: specVersion,
    id: id ?? newId(),
    source: 'baton',
    type: name,
    time: new Date(now).toISOString(),
    ...(data !== undefined && { data: copyJson(data, limits) }),
  };
}

function textOf(event: Readonly<Record<string, Json>>, attribute: string): string {
  const value = event[attribute];
  if (typeof value === 'string' && value !== '') return value;
  const found = value === undefined ? 'it is missing' : `it is ${JSON.stringify(value).slice(0, 60)}`;
  throw new InvalidEventError(`the ${attribute} of a CloudEvent is a text that is not empty; ${found}`);
}
