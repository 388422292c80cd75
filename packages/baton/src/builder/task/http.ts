import type { JsonObject } from '@batonhq/core';
import type { Value } from '../expression/value.ts';
import { toTemplate } from '../expression/write.ts';
import { resolve, type Given } from '../given.ts';
import type { Scope, SeesSecrets } from '../scope.ts';
import type { Task } from './task.ts';

type Scalars = Value<Readonly<Record<string, string | number | boolean>>>;

/** An HTTP request. Secrets are put in when it is made, and are never recorded. */
export interface HttpRequest<Read extends HttpRead> {
  /** Decides whether the request may be repeated, so it cannot be computed. */
  readonly method: string;
  /** A URI, `{name}` in it is a member of what flows in; with `authentication` as the language has it. */
  readonly endpoint: Value<string> | { readonly uri: Value<string>; readonly authentication: JsonObject };
  readonly headers?: Scalars;
  readonly query?: Scalars;
  readonly body?: unknown;
  /** What to put out: the content (by default), its bytes in base64, or the whole response. */
  readonly output?: Read;
  readonly redirect?: boolean;
}

/** What to put out of a response. */
export type HttpRead = 'content' | 'raw' | 'response';

/** A whole response. */
export interface HttpResponse {
  readonly request: { readonly method: string; readonly uri: string };
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: unknown;
}

interface ReadAs {
  readonly content: unknown;
  readonly raw: string;
  readonly response: HttpResponse;
}

/**
 * `call: http`. Say what comes back with `output.schema`.
 *
 * @example
 * .do('pet', http(({ input }) => ({ method: 'get', endpoint: text`https://petstore.example/pets/${input.id}` })), {
 *   output: { schema: pet },
 * })
 */
export function http<S extends Scope, const Read extends HttpRead = 'content'>(
  request: Given<SeesSecrets<S>, HttpRequest<Read>>,
): Task<S, ReadAs[Read]> {
  return { definition: { call: 'http', with: toTemplate(resolve(request)) } };
}
