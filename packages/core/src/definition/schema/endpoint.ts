import type { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { referableAuthentication } from './authentication.ts';
import { choose, mustBe, strict } from './parts.ts';
import { text, uriOrExpression } from './text.ts';

const described = strict({ uri: uriOrExpression, authentication: referableAuthentication.optional() });

/** A URI, an expression that gives one, or a map with `uri` and `authentication`. */
export const endpoint = choose<string | z.output<typeof described>>((value) => {
  if (typeof value === 'string') return { schema: uriOrExpression };
  return isJsonObject(value) ? { schema: described } : mustBe(value, 'a URI, or a map with "uri"');
});

/** An endpoint as written. */
export type Endpoint = z.output<typeof endpoint>;

/** Something to fetch. */
export const externalResource = strict({ name: text.optional(), endpoint });
