import { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { byKey, choose, mustBe, nonEmpty, strict } from './parts.ts';
import { expression, isWrapped, json, text, uriOrExpression, wrappedExpression } from './text.ts';

const timestamp = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)$/,
    'a time such as 2026-01-31T12:00:00Z',
  )
  .refine((value) => isRealTime(value), 'a time that exists');

function isRealTime(value: string): boolean {
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split('-').map(Number);
  const [hour = 0, minute = 0] = value.slice(11, 16).split(':').map(Number);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour <= 23 && minute <= 59;
}

const timeOrExpression = choose<string>((value) => {
  if (typeof value !== 'string') return mustBe(value, 'a time, or an expression: ${ … }');
  return { schema: isWrapped(value) ? wrappedExpression : timestamp };
});

const attributes = {
  id: text.optional(),
  source: uriOrExpression.optional(),
  type: text.optional(),
  time: timeOrExpression.optional(),
  subject: text.optional(),
  datacontenttype: text.optional(),
  dataschema: uriOrExpression.optional(),
  data: json.optional(),
};

/** An event to emit; other attributes ride along. */
export const emittedEvent = z.object({ ...attributes, source: uriOrExpression, type: text }).catchall(json);

/** Attributes that an event must have. */
const wantedEvent = nonEmpty(z.object(attributes).catchall(json), 'at least one attribute, such as "type"');

const correlation = strict({ from: expression, expect: text.optional() });

const eventFilter = strict({ with: wantedEvent, correlate: z.record(z.string(), correlation).optional() });

/** An event filter as written. */
export type EventFilterText = z.output<typeof eventFilter>;

const all = strict({ all: z.array(eventFilter) });
const one = strict({ one: eventFilter });

/** Events that end listening: a strategy without an `until` of its own. */
const ending = byKey({ all, any: strict({ any: z.array(eventFilter) }), one });

const until = choose<string | z.output<typeof ending>>((value) => {
  if (typeof value === 'string') return { schema: expression };
  return isJsonObject(value) ? { schema: ending } : mustBe(value, 'an expression, or a map with one of: all, any, one');
});

const any = strict({ any: z.array(eventFilter), until: until.optional() });

/** Which events to wait for. */
export const eventStrategy = byKey({ all, any, one });

/** An event consumption strategy as written. */
export type EventStrategy = z.output<typeof eventStrategy>;
