import { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { parseDuration } from '../../kernel/duration.ts';
import { choose, mustBe, nonEmpty, strict } from './parts.ts';
import { isWrapped, wrappedExpression } from './text.ts';

const amount = z
  .number()
  .refine((value) => Number.isInteger(value) && value >= 0, 'a whole number, 0 or more')
  .optional();

const units = strict({ days: amount, hours: amount, minutes: amount, seconds: amount, milliseconds: amount });

const someUnits = nonEmpty(units, 'at least one of: days, hours, minutes, seconds, milliseconds');

const iso8601 = z.string().refine((value) => parseDuration(value) !== null, 'a duration such as PT30S or P1DT12H');

/** A length of time: ISO 8601, a map of units, or an expression that gives one of them. */
export const duration = choose<z.output<typeof units> | string>((value) => {
  if (typeof value === 'string') return { schema: isWrapped(value) ? wrappedExpression : iso8601 };
  return isJsonObject(value) ? { schema: someUnits } : mustBe(value, 'a duration such as PT30S or { seconds: 30 }');
});

/** A duration as written. */
export type Duration = z.output<typeof duration>;
