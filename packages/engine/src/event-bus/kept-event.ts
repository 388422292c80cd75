import type { CloudEvent } from '@batonhq/core';

/** A CloudEvent that was published, as the bus keeps it. */
export interface KeptEvent {
  /** 1 for the first event ever published in this journal; later ones have higher numbers. */
  readonly number: number;
  /** When it was published, milliseconds since 1970. */
  readonly at: number;
  readonly event: CloudEvent;
}

/** How long events are kept. What is over either limit goes in portions of about a thousand, so that more may stay for a while. */
export interface EventRetention {
  /** Events; 10,000 by default. */
  readonly count: number;
  /** Milliseconds; seven days by default. */
  readonly age: number;
}

/** Enough to look back a week at what one machine says. */
export const defaultRetention: EventRetention = { count: 10_000, age: 7 * 24 * 3600 * 1000 };

/** Which kept events to look at. */
export interface EventFilter {
  /** The type, or with `*` at its end what it begins with. */
  readonly type?: string;
  readonly source?: string;
  readonly subject?: string;
  /** Published at this time or later, milliseconds since 1970. */
  readonly since?: number;
  /** Events with a higher number. */
  readonly after?: number;
  /** At most so many, the newest ones; 100 by default. With `after`, the oldest ones. */
  readonly limit?: number;
}

/** True when a filter describes an event. */
export function describes(filter: EventFilter, { number, at, event }: KeptEvent): boolean {
  const { type, source, subject, since, after } = filter;
  if (after !== undefined && number <= after) return false;
  if (since !== undefined && at < since) return false;
  if (source !== undefined && event.source !== source) return false;
  if (subject !== undefined && event['subject'] !== subject) return false;
  if (type === undefined) return true;
  return type.endsWith('*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type;
}
