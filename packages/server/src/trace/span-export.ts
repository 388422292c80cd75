import { SpanKind, SpanStatusCode, TraceFlags, type HrTime, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EndSpan, FinishedSpan } from './span.ts';

/** Where traces go. */
export interface TraceExport {
  /** Address of a collector that takes OTLP over HTTP: `http://127.0.0.1:4318`. Nothing goes anywhere else. */
  readonly endpoint: string;
  /** Sent along, to prove who sends it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the collector calls this process; `baton` by default. */
  readonly serviceName?: string;
}

/** Sends spans to a collector, in batches, behind everything else: when it is slow or away, spans are dropped. */
export interface SpanSender {
  readonly end: EndSpan;
  /** Sends what is left, for at most a few seconds. */
  close(): Promise<void>;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
const instrumentationScope = { name: 'baton' };

/**
 * Opens a way to a collector. The address is as it was given, with `/v1/traces` where it names no path; headers in
 * `OTEL_EXPORTER_OTLP_HEADERS` are sent along too.
 *
 * @throws {TypeError} for what is no address over HTTP.
 */
export function sendSpans({ endpoint, headers = {}, serviceName = 'baton' }: TraceExport): SpanSender {
  const url = new URL(endpoint);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`${endpoint} is no address of a collector: expected http:// or https://`);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  const exporter = new OTLPTraceExporter({ url: url.href, headers: { ...headers }, timeoutMillis: 5_000 });
  const processor = new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000, maxQueueSize: 20_000 });
  const resource = resourceFromAttributes({ 'service.name': serviceName });
  return {
    end: (span) => processor.onEnd(readable(span, resource)),
    close: () => processor.shutdown(),
  };
}

function readable(span: FinishedSpan, resource: Resource): ReadableSpan {
  const { name, kind, start, end, parentSpanId, error } = span;
  const context = contextOf(span.traceId, span.spanId);
  return {
    name,
    kind: kinds[kind],
    spanContext: () => context,
    ...(parentSpanId !== null && { parentSpanContext: contextOf(span.traceId, parentSpanId) }),
    startTime: timeOf(start),
    endTime: timeOf(end),
    duration: timeOf(end - start),
    status: error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes: { ...span.attributes },
    links: [],
    events: span.events.map(({ at, ...event }) => ({
      ...event,
      attributes: { ...event.attributes },
      time: timeOf(at),
    })),
    ended: true,
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function contextOf(traceId: string, spanId: string): SpanContext {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
}

/** Seconds and nanoseconds. */
function timeOf(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1e6)];
}
