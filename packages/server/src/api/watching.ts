import type { Witness } from '../audit/witness.ts';
import type { Principal } from '../identity/principal.ts';
import type { HttpMetrics } from '../metrics/http-metrics.ts';
import { writeTraceparent } from '../trace/trace-context.ts';
import type { TracedRequest, Tracing } from '../trace/tracing.ts';
import type { Answered, RequestWatch, RouteSpec } from './route.ts';

/** A request as a log tells of it: one line of JSON. */
export interface RequestLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `POST /api/orchestrate`. */
  readonly action: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Empty where nobody could be made out. */
  readonly tenant: string;
  readonly user: string;
  readonly target: string | null;
  /** The trace and the span of the request; null where nobody traces. */
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** Those who hear of requests. */
export interface Watchers {
  readonly witness: Witness;
  readonly metrics: HttpMetrics;
  readonly tracing: Tracing | null;
  /** Told of each request. */
  readonly onRequest: (line: RequestLine) => void;
  /** Told of what went wrong inside. */
  readonly onError: (error: unknown) => void;
}

/** Watches requests: counts and traces each, and tells the audit of one that was to change something before it is answered. */
export function watchRequest(watchers: Watchers): (spec: RouteSpec, request: Request) => RequestWatch {
  const { witness, metrics, tracing, onRequest, onError } = watchers;
  return (spec, request) => {
    const [at, begun] = [Date.now(), performance.now()];
    const traced = tracing?.request(spec, request) ?? null;
    return {
      trace: traced === null ? undefined : writeTraceparent(traced.context),
      ended(answered) {
        const { status, principal, target } = answered;
        const milliseconds = performance.now() - begun;
        const action = actionOf(spec);
        metrics.answered(spec, { status, milliseconds });
        traced?.ended({ status });
        onRequest({ at, action, status, milliseconds, target, ...whoIn(principal), ...whereIn(traced) });
        if (!(spec.isAudited ?? spec.method !== 'get')) return undefined;
        // What was done is done, also where nobody can write down that it was: whoever runs the server hears of that.
        return witness.saw({ ...answered, action, ...reasonOf(answered) }).catch(onError);
      },
    };
  };
}

function whoIn(principal: Principal | null): Pick<RequestLine, 'tenant' | 'user'> {
  const { tenant = '', user = '' } = principal ?? {};
  return { tenant, user };
}

function whereIn(traced: TracedRequest | null): Pick<RequestLine, 'traceId' | 'spanId'> {
  const { traceId = null, spanId = null } = traced?.context ?? {};
  return { traceId, spanId };
}

function actionOf({ method, path }: RouteSpec): string {
  return `${method.toUpperCase()} ${path}`;
}

/** What went wrong inside stays inside. */
function reasonOf({ error, status }: Answered): { readonly reason?: string } {
  return error instanceof Error && status !== 500 ? { reason: error.message } : {};
}
