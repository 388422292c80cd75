/** What may stand in an attribute. */
export type AttributeValue = string | number | boolean | string[];

/** Something that took time, as collectors of traces want it. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  /** 32 and 16 hexadecimal digits. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** What happened meanwhile. */
  readonly events: readonly SpanEvent[];
  /** Why it failed; null when it did not. */
  readonly error: string | null;
}

/** Something that happened within a span. */
export interface SpanEvent {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Takes spans that have ended. It must be quick and never throws. */
export type EndSpan = (span: FinishedSpan) => void;
