import type { JsonObject } from '../kernel/json.ts';

/** What happened to something that spans executions (a schedule, say): one immutable entry of its stream. */
export interface Fact {
  /** 1 for the first fact of a stream, without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970, never smaller than that of the fact before. */
  readonly at: number;
  readonly kind: string;
  /** Version of the kind's form. */
  readonly version: number;
  readonly fields: JsonObject;
}
