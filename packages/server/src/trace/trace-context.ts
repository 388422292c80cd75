import { createHash, randomBytes } from 'node:crypto';

/** Where a span belongs (W3C Trace Context, level 1). */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the span that is the parent of what follows. */
  readonly spanId: string;
  /** Whoever began the trace wants it collected. */
  readonly isSampled: boolean;
}

/** Where an execution belongs. */
export interface TracePlace extends Omit<TraceContext, 'spanId'> {
  /** The span that it is a part of; null where nobody gave it one. */
  readonly parentSpanId: string | null;
}

const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const sampled = 1;

/** Reads a header `traceparent`; null for none and for what is no trace context. */
export function readTraceparent(text: string | null | undefined): TraceContext | null {
  const [, version, traceId = '', spanId = '', flags = ''] = shape.exec(text ?? '') ?? [];
  if (version === undefined || version === 'ff' || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampled) === sampled };
}

/** A trace context as the header `traceparent`. */
export function writeTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** A context that nobody had before. */
export function newTraceContext(): TraceContext {
  return { traceId: randomBytes(16).toString('hex'), spanId: newSpanId(), isSampled: true };
}

/** An id of a span that nobody had before. */
export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

/** The trace of an execution that nobody gave one: always the same, so that a process that comes later goes on with it. */
export function traceIdOf(execution: string): string {
  return digest(`trace ${execution}`, 32);
}

/** The span of an execution, or of what has a key in it: always the same, so that its parts name it before it has ended. */
export function spanIdOf(execution: string, key: string): string {
  return digest(JSON.stringify([execution, key]), 16);
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
