import type { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { duration } from './duration.ts';
import { byKey, choose, mustBe, strict } from './parts.ts';
import { anyMap, expression, integer, text } from './text.ts';

const backoff = byKey({
  constant: strict({ constant: anyMap }),
  linear: strict({ linear: anyMap }),
  exponential: strict({ exponential: anyMap }),
});

/** When and how often to try again. */
export const retry = strict({
  when: expression.optional(),
  exceptWhen: expression.optional(),
  delay: duration.optional(),
  backoff: backoff.optional(),
  limit: strict({
    attempt: strict({ count: integer.optional(), duration: duration.optional() }).optional(),
    duration: duration.optional(),
  }).optional(),
  jitter: strict({ from: duration, to: duration }).optional(),
});

/** A retry policy as written. */
export type Retry = z.output<typeof retry>;

/** A retry policy, or the name of one in `use.retries`. */
export const referableRetry = choose<string | Retry>((value) => {
  if (typeof value === 'string') return { schema: text };
  return isJsonObject(value) ? { schema: retry } : mustBe(value, 'a retry policy, or the name of one in use.retries');
});
