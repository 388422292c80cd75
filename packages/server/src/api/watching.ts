import type { Witness } from '../audit/witness.ts';
import type { HttpMetrics } from '../metrics/http-metrics.ts';
import type { Answered, RequestWatch, RouteSpec } from './route.ts';

/** Those who hear of requests. */
export interface Watchers {
  readonly witness: Witness;
  readonly metrics: HttpMetrics;
  /** Told of what went wrong inside. */
  readonly onError: (error: unknown) => void;
}

/** Watches a request: counts it, and tells the audit of one that was to change something before it is answered. */
export function watchRequest({ witness, metrics, onError }: Watchers): (spec: RouteSpec) => RequestWatch {
  return (spec) => {
    const begun = performance.now();
    return (answered) => {
      metrics.answered(spec, { status: answered.status, milliseconds: performance.now() - begun });
      if (!(spec.isAudited ?? spec.method !== 'get')) return undefined;
      // What was done is done, also where nobody can write down that it was: whoever runs the server hears of that.
      return witness.saw({ ...answered, action: actionOf(spec), ...reasonOf(answered) }).catch(onError);
    };
  };
}

function actionOf({ method, path }: RouteSpec): string {
  return `${method.toUpperCase()} ${path}`;
}

/** What went wrong inside stays inside. */
function reasonOf({ error, status }: Answered): { readonly reason?: string } {
  return error instanceof Error && status !== 500 ? { reason: error.message } : {};
}
