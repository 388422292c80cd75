import { faultTypes, type Fault, type Verdict } from '@batonhq/core';
import type { Reply } from '../egress/call-egress.ts';
import { retryAfterOf } from './retry-after.ts';

/** What an answer says about whoever gave it. */
export interface Judgement {
  readonly verdict: Verdict;
  /** When it wants to hear more, in milliseconds since 1970. */
  readonly retryAfter?: number;
}

/** Status codes with which a service asks for patience. */
const busy = new Set([429, 503]);

/**
 * Whether a host did what it is for. No answer and errors of its own are failures; that it refuses a request is none. When
 * it says how long it wants to be left alone it is not broken, and is left alone.
 */
export function judgeReply(reply: Reply, now: number): Judgement {
  if (reply.status === null) return { verdict: 'failed' };
  const { status, headers } = reply;
  const retryAfter = busy.has(status) ? retryAfterOf(headers, now) : undefined;
  if (retryAfter !== undefined) return { verdict: 'neither', retryAfter };
  return { verdict: status >= 500 || status === 429 || status === 408 ? 'failed' : 'worked' };
}

/** Faults of who asks: they say nothing about who was asked. */
const own = new Set<string>(
  [faultTypes.configuration, faultTypes.validation, faultTypes.expression, faultTypes.authorization].map(
    ({ type }) => type,
  ),
);

/** Whether what a call went to did what it is for, by the fault it came back with. */
export function judgeFault({ type, status }: Fault): Verdict {
  if (own.has(type)) return 'neither';
  return status >= 500 || status === 429 || status === 408 ? 'failed' : 'worked';
}
