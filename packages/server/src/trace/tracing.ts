import type { Journal } from '@batonhq/core';
import type { WatchedJournal } from '@batonhq/engine';
import type { RouteSpec } from '../api/route.ts';
import { ExecutionSpans } from './execution-spans.ts';
import type { EndSpan } from './span.ts';
import { sendSpans, type TraceExport } from './span-export.ts';
import { newSpanId, newTraceContext, readTraceparent, type TraceContext } from './trace-context.ts';

/** A request that is being answered, as its trace sees it. */
export interface TracedRequest {
  /** Of what it causes this is the parent. */
  readonly context: TraceContext;
  ended(answered: { readonly status: number }): void;
}

/**
 * Traces from a request to the calls that it causes, by the conventions of OpenTelemetry for HTTP and for generative AI.
 *
 * @example
 * const tracing = Tracing.begin(journal, { endpoint: 'http://127.0.0.1:4318' });
 * const api = createApi(apiHost({ engine, journal, keys, tracing }));
 */
export class Tracing {
  readonly #spans: ExecutionSpans;
  readonly #end: EndSpan;
  readonly #close: () => Promise<void>;

  private constructor(spans: ExecutionSpans, parts: { readonly end: EndSpan; readonly close: () => Promise<void> }) {
    this.#spans = spans;
    this.#end = parts.end;
    this.#close = parts.close;
  }

  /** Begins to watch a journal and to send what it sees. Throws `TypeError` for what is no address. */
  static begin(
    journal: Pick<Journal, 'read'> & Pick<WatchedJournal, 'watch'>,
    { failed = () => undefined, ...to }: TraceExport & { readonly failed?: (error: unknown) => void },
  ): Tracing {
    const sender = sendSpans(to);
    const spans = new ExecutionSpans(journal, { end: sender.end, failed });
    const leave = journal.watch(spans);
    const close = (): Promise<void> => {
      leave();
      return sender.close();
    };
    return new Tracing(spans, { end: sender.end, close });
  }

  /** The trace of an execution, as far as that is in memory: logs name it. */
  traceIdOf(execution: string): string | null {
    return this.#spans.traceOf(execution)?.traceId ?? null;
  }

  /** A request begins: it goes on with the trace that it came with, or begins one. */
  request({ path }: Pick<RouteSpec, 'path'>, request: Request): TracedRequest {
    const came = readTraceparent(request.headers.get('traceparent'));
    const context = came === null ? newTraceContext() : { ...came, spanId: newSpanId() };
    const start = Date.now();
    const begun = performance.now();
    return {
      context,
      ended: ({ status }) => {
        if (!context.isSampled) return;
        const took = { start, end: start + (performance.now() - begun) };
        const parentSpanId = came?.spanId ?? null;
        const attributes = { ...attributesOf(request, path), 'http.response.status_code': status };
        const error = status >= 500 ? String(status) : null;
        const name = `${request.method} ${path}`;
        this.#end({ ...context, ...took, name, kind: 'server', parentSpanId, attributes, events: [], error });
      },
    };
  }

  /** Sends what is left and ends. */
  close(): Promise<void> {
    return this.#close();
  }
}

function attributesOf({ method, url }: Request, route: string) {
  return { 'http.request.method': method, 'http.route': route, 'url.path': new URL(url).pathname };
}
