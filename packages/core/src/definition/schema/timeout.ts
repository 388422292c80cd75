import type { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { duration } from './duration.ts';
import { choose, mustBe, strict } from './parts.ts';
import { text } from './text.ts';

/** After how long to give up. */
export const timeout = strict({ after: duration });

/** A time-out as written. */
export type Timeout = z.output<typeof timeout>;

/** A time-out, or the name of one in `use.timeouts`. */
export const referableTimeout = choose<string | Timeout>((value) => {
  if (typeof value === 'string') return { schema: text };
  return isJsonObject(value)
    ? { schema: timeout }
    : mustBe(value, 'a map with "after", or the name of a time-out in use.timeouts');
});
