import { fault, FaultError } from '@batonhq/core';
import ICAL from 'ical.js';
import { instantOf } from './local-time.ts';

/** One occurrence of an event; instants in milliseconds since 1970. */
export interface Occurrence {
  readonly uid: string;
  readonly summary: string;
  readonly location: string;
  readonly start: number;
  readonly end: number;
  /** A whole day, or several. */
  readonly isAllDay: boolean;
  /** False for events marked as free time, and for cancelled ones. */
  readonly isBusy: boolean;
  readonly attendees: readonly string[];
}

/** A time span, from `from` up to before `until`. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Occurrences of one event looked at; a rule that never ends is cut here. */
const mostOccurrences = 5_000;

/**
 * The occurrences of a calendar file (iCalendar, RFC 5545) in a span, repeated ones one by one with their exceptions, in
 * the order they start. Times without a zone are those of `zone`.
 *
 * @throws {FaultError} validation, when the file is no calendar.
 */
export function occurrencesIn(text: string, span: Span, zone: string): readonly Occurrence[] {
  const calendar = parseCalendar(text);
  const components = calendar.getAllSubcomponents('vevent');
  const moved = components.filter((component) => component.hasProperty('recurrence-id'));
  const events = components
    .filter((component) => !component.hasProperty('recurrence-id'))
    .map((component) => new ICAL.Event(component, { exceptions: moved.filter((other) => sameUid(other, component)) }));
  const found = events.flatMap((event) => occurrencesOf(event, { span, zone }));
  return found.toSorted((left, right) => left.start - right.start || left.end - right.end);
}

/** Parses a file; anything that is no calendar faults with what was found. */
export function parseCalendar(text: string): ICAL.Component {
  try {
    const component = new ICAL.Component(ICAL.parse(text));
    if (component.name === 'vcalendar') return component;
    throw new FaultError(fault('validation', `the file holds a ${component.name}, not a calendar`));
  } catch (error) {
    if (error instanceof FaultError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new FaultError(fault('validation', `the calendar cannot be read: ${why}`));
  }
}

interface Within {
  readonly span: Span;
  readonly zone: string;
}

function occurrencesOf(event: ICAL.Event, { span, zone }: Within): readonly Occurrence[] {
  if (!event.isRecurring()) {
    const one = occurrence(event, { start: event.startDate, end: event.endDate, zone });
    return overlaps(one, span) ? [one] : [];
  }
  const found: Occurrence[] = [];
  const iterator = event.iterator();
  for (let count = 0; count < mostOccurrences; count += 1) {
    const next = iterator.next();
    if (!(next instanceof ICAL.Time)) break;
    if (instant(next, zone) >= span.until) break;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    const one = occurrence(item, { start: startDate, end: endDate, zone });
    if (overlaps(one, span)) found.push(one);
  }
  return found;
}

function occurrence(
  event: ICAL.Event,
  { start, end, zone }: { readonly start: ICAL.Time; readonly end: ICAL.Time; readonly zone: string },
): Occurrence {
  const property = (name: string): string => String(event.component.getFirstPropertyValue(name) ?? '').toLowerCase();
  return {
    uid: event.uid,
    summary: event.summary ?? '',
    location: event.location ?? '',
    start: instant(start, zone),
    end: instant(end, zone),
    isAllDay: start.isDate,
    isBusy: property('transp') !== 'transparent' && property('status') !== 'cancelled',
    attendees: event.attendees.map((attendee) => String(attendee.getFirstValue()).replace(/^mailto:/i, '')),
  };
}

/** Times with a zone are what the file says; floating ones and days are those of the calendar's owner. */
function instant(time: ICAL.Time, zone: string): number {
  if (!time.isDate && time.zone.tzid !== 'floating') return time.toJSDate().getTime();
  return instantOf(time, time.isDate ? 0 : time.hour * 60 + time.minute, zone);
}

function overlaps({ start, end }: Occurrence, { from, until }: Span): boolean {
  return start < until && (end > from || start >= from);
}

function sameUid(left: ICAL.Component, right: ICAL.Component): boolean {
  return left.getFirstPropertyValue('uid') === right.getFirstPropertyValue('uid');
}
