import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ZodObject, type ZodType } from 'zod';
import { bodyAtMost } from '../guard/body-at-most.ts';
import type { Principal } from '../identity/principal.ts';
import type { Right } from '../identity/right.ts';
import { describedObject, describedSchema } from './described-schema.ts';
import { parsedBody } from './parsed-body.ts';
import { RefusalError } from './refusal.ts';

/** Who may use a route: whoever has the right, or `anyone`, key or not. */
export type Needs = Right | 'anyone';

/** A route as its description, its guard and its test know it. */
export interface RouteSpec<Parameters = unknown, Query = unknown, Body = unknown> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With parameters in braces, as OpenAPI writes them: `/api/orchestrate/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** The chapter of the description it belongs to. */
  readonly tag: string;
  readonly needs: Needs;
  /** What it touches belongs to no tenant, so that only keys of the tenant `local` may use it. */
  readonly isShared?: boolean;
  /** Whether using it is told in the audit: by default everything but reading is. */
  readonly isAudited?: boolean;
  readonly params?: ZodObject & ZodType<Parameters>;
  readonly query?: ZodObject & ZodType<Query>;
  readonly body?: ZodType<Body>;
  /** What it answers when all went well. */
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    readonly schema?: ZodType;
    /** `application/json` unless it says otherwise. */
    readonly type?: string;
  };
}

/** What a route wants of whoever uses it. */
export interface Wanted {
  readonly needs: Right;
  readonly isShared: boolean;
}

/** A request after its guard: read, checked, and by somebody who may. */
export interface Call<Parameters, Query, Body> {
  readonly params: Parameters;
  readonly query: Query;
  readonly body: Body;
  readonly principal: Principal;
  readonly request: Request;
  /** `traceparent` for what it causes; undefined where nobody traces. */
  readonly trace: string | undefined;
  /** Says what the route does not say by itself: who is behind a request that anyone may send, what it was done to. */
  readonly note: (more: Partial<Pick<Answered, 'principal' | 'target'>>) => void;
}

/** How a request was answered. */
export interface Answered {
  /** Null where nobody could be made out. */
  readonly principal: Principal | null;
  /** What it was done to: what the address names, or what was made; null where neither is there. */
  readonly target: string | null;
  readonly status: number;
  /** What stood in its way; null when nothing did. */
  readonly error: unknown;
}

/** Watches one request. */
export interface RequestWatch {
  /** `traceparent` for what the request causes; undefined where nobody traces. */
  readonly trace: string | undefined;
  /** What it does is done before anybody gets the answer. */
  ended(answered: Answered): Promise<void> | undefined;
}

/** What a router needs of the API around it. */
export interface RouterHost {
  /** Who sends a request, noted as soon as that is known; rejects for somebody who may not. */
  identify(request: Request, wanted: Wanted, note: Call<unknown, unknown, unknown>['note']): Promise<Principal>;
  /** A request to a route begins. */
  watch(spec: RouteSpec, request: Request): RequestWatch;
  /** The status that an error is answered with. */
  statusOf(error: unknown): number;
}

/** Who uses a route that anyone may use. */
const nobody: Principal = { tenant: '', user: '', role: 'viewer', key: '' };

/** Adds routes to an app: each is guarded by what it needs and described by what it says of itself. */
export class Router {
  readonly specs: RouteSpec[] = [];
  readonly #app: OpenAPIHono;
  readonly #host: RouterHost;

  constructor(app: OpenAPIHono, host: RouterHost) {
    this.#app = app;
    this.#host = host;
  }

  /** The handler gives what to answer: a `Response`, or a value that becomes JSON. */
  add<Parameters, Query, Body>(
    spec: RouteSpec<Parameters, Query, Body>,
    handle: (call: Call<Parameters, Query, Body>) => unknown,
  ): void {
    this.specs.push(spec);
    this.#app.openAPIRegistry.registerPath(describe(spec));
    this.#app.on(spec.method, spec.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const watched = this.#host.watch(spec, context.req.raw);
      let known: Pick<Answered, 'principal' | 'target'> = { principal: null, target: addressed(context) };
      const note = (more: typeof known): void => void (known = more);
      try {
        const answer = await this.#answer(spec, {
          context,
          handle,
          trace: watched.trace,
          note: (more) => note({ ...known, ...more }),
        });
        await watched.ended({ ...known, status: answer.status, error: null });
        return answer;
      } catch (error) {
        await watched.ended({ ...known, status: this.#host.statusOf(error), error });
        throw error;
      }
    });
  }

  async #answer<Parameters, Query, Body>(
    spec: RouteSpec<Parameters, Query, Body>,
    { context, handle, note, trace }: Handling<Parameters, Query, Body>,
  ): Promise<Response> {
    const { needs, isShared = false, answer } = spec;
    const request = context.req.raw;
    const principal = needs === 'anyone' ? nobody : await this.#host.identify(request, { needs, isShared }, note);
    const call = { ...(await inputsOf(spec, context)), principal, request, note, trace };
    const result = await handle(call);
    if (result instanceof Response) return result;
    const made = answer.status === 201 ? nameIn(result) : null;
    if (made !== null) note({ target: made });
    return answer.status === 204 ? context.body(null, 204) : Response.json(result ?? null, { status: answer.status });
  }
}

interface Handling<Parameters, Query, Body> extends Pick<Call<Parameters, Query, Body>, 'note' | 'trace'> {
  readonly context: Context;
  readonly handle: (call: Call<Parameters, Query, Body>) => unknown;
}

/** What the address names. */
function addressed(context: Context): string | null {
  const named = Object.values(context.req.param());
  return named.length === 0 ? null : named.join('/');
}

/** What something that was made is called. */
function nameIn(made: unknown): string | null {
  if (typeof made !== 'object' || made === null) return null;
  const named = 'id' in made ? made.id : 'name' in made ? made.name : null;
  return typeof named === 'string' ? named : null;
}

async function inputsOf<Parameters, Query, Body>(
  { params, query, body, needs }: RouteSpec<Parameters, Query, Body>,
  context: Context,
): Promise<Pick<Call<Parameters, Query, Body>, 'params' | 'query' | 'body'>> {
  return {
    params: read(params, context.req.param(), 'the address'),
    query: read(query, context.req.query(), 'the query'),
    body: read(strictly(body), body === undefined ? undefined : await jsonOf(context, needs), 'the body'),
  };
}

/** What comes without a key is short, whatever others may send. */
const longestOfAnyone = 16 * 1_024;

async function jsonOf({ req }: Context, needs: Needs): Promise<unknown> {
  return parsedBody(needs === 'anyone' ? await bodyAtMost(req.raw, longestOfAnyone) : await req.text());
}

/** A member that nobody knows is a mistake of whoever sent it: ignored, it would be believed to hold. */
function strictly<T>(schema: ZodType<T> | undefined): ZodType<T> | undefined {
  // What is strict takes less than before, and makes the same of it.
  return schema instanceof ZodObject ? (schema.strict() as unknown as ZodType<T>) : schema;
}

/** What a schema makes of a value; without a schema nobody reads it. */
function read<T>(schema: ZodType<T> | undefined, value: unknown, where: string): T {
  if (schema === undefined) return undefined as T;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const said = result.error.issues.map(({ path, message, code }) => {
    if (path.length > 0) return `${path.join('.')}: ${message}`;
    return code === 'unrecognized_keys' ? `${message} (known: ${known(schema)})` : message;
  });
  throw new RefusalError(400, `${where} is not as it should be: ${said.join('; ')}`);
}

/** The members there are, for whoever sent others. */
function known(schema: ZodType): string {
  const members = schema instanceof ZodObject ? Object.keys(schema.shape) : [];
  return members.length === 0 ? 'none' : members.join(', ');
}

/** A route as OpenAPI describes it. */
function describe(spec: RouteSpec): RouteConfig {
  const { method, path, summary, tag, needs } = spec;
  return {
    method,
    path,
    summary,
    tags: [tag],
    ...(needs !== 'anyone' && { security: [{ key: [] }], 'x-needs': needs.join(' ') }),
    request: requestOf(spec),
    responses: { ...answerOf(spec), default: { description: 'Problem details (RFC 9457)' } },
  };
}

function requestOf({ params, query, body }: RouteSpec): NonNullable<RouteConfig['request']> {
  return {
    ...(params !== undefined && { params }),
    ...(query !== undefined && { query: describedObject(query) }),
    ...(body !== undefined && { body: { content: { 'application/json': { schema: describedSchema(body) } } } }),
  };
}

function answerOf({ answer: { status, description, schema, type = 'application/json' } }: RouteSpec) {
  return { [status]: { description, ...(schema !== undefined && { content: { [type]: { schema } } }) } };
}
