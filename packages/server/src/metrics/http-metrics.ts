import { Counter, Histogram, type Registry } from 'prom-client';
import type { RouteSpec } from '../api/route.ts';

/** Seconds that tell a quick answer from a slow one. */
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts requests by route and status: never by address, which would name people's things and grow without end. */
export class HttpMetrics {
  readonly #requests: Counter<'method' | 'route' | 'status'>;
  readonly #durations: Histogram<'method' | 'route'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'baton_http_requests_total',
      help: 'Requests that were answered; of a stream, that it began',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'baton_http_request_duration_seconds',
      help: 'Time until a request was answered',
      labelNames: ['method', 'route'],
      buckets: seconds,
      registers,
    });
  }

  answered(
    { method, path }: RouteSpec,
    { status, milliseconds }: { readonly status: number; readonly milliseconds: number },
  ): void {
    const labels = { method: method.toUpperCase(), route: path };
    this.#requests.inc({ ...labels, status });
    this.#durations.observe(labels, milliseconds / 1_000);
  }
}
