import { fault, FaultError } from '@batonhq/core';
import ICAL from 'ical.js';
import { parseCalendar } from './read-calendar.ts';

/** An event to write down. Instants in milliseconds since 1970. */
export interface NewEvent {
  /** Identifies it for ever: adding the same one again changes nothing. */
  readonly uid: string;
  readonly summary: string;
  readonly start: number;
  readonly end: number;
  /** When it was written. */
  readonly stamp: number;
  readonly location?: string;
  readonly description?: string;
  readonly organizer?: string;
  /** Addresses of mail. */
  readonly attendees?: readonly string[];
}

const emptyCalendar = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//batonhq//Baton//EN\r\nEND:VCALENDAR\r\n';

/**
 * A calendar file with one event more, as text that other programs open (RFC 5545); times in UTC, so that no zone has to
 * be described. `null` begins a new calendar. An event whose `uid` is there already is left as it is.
 *
 * @throws {FaultError} validation, when the file is no calendar or the event ends before it starts.
 */
export function addEvent(text: string | null, event: NewEvent): { readonly text: string; readonly isNew: boolean } {
  if (event.end <= event.start) throw new FaultError(fault('validation', 'an event ends after it starts'));
  const calendar = parseCalendar(text ?? emptyCalendar);
  const isThere = calendar
    .getAllSubcomponents('vevent')
    .some((component) => component.getFirstPropertyValue('uid') === event.uid);
  if (isThere && text !== null) return { text, isNew: false };
  calendar.addSubcomponent(componentOf(event));
  return { text: `${calendar.toString()}\r\n`, isNew: true };
}

function componentOf(event: NewEvent): ICAL.Component {
  const component = new ICAL.Component('vevent');
  const put = (name: string, value: string | ICAL.Time | undefined): void => {
    if (value !== undefined && value !== '') component.addPropertyWithValue(name, value);
  };
  put('uid', event.uid);
  put('dtstamp', utc(event.stamp));
  put('dtstart', utc(event.start));
  put('dtend', utc(event.end));
  put('summary', event.summary);
  put('location', event.location);
  put('description', event.description);
  put('organizer', event.organizer === undefined ? undefined : `mailto:${event.organizer}`);
  for (const attendee of event.attendees ?? []) put('attendee', `mailto:${attendee}`);
  return component;
}

function utc(instant: number): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(instant), true);
}
