/** Calendars and address books as other programs write them; what is added, other programs can read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addEvent, findContacts, freeSlots, occurrencesIn, readContacts } from '../src/workspace.ts';
import { instantOf, localTime } from '../src/connector/calendar/local-time.ts';

const zone = 'Asia/Jerusalem';
const hours = { zone, start: 9 * 60, end: 17 * 60, weekdays: [0, 1, 2, 3, 4] };
const at = (text: string): number => Date.parse(text);
const week = { from: at('2026-01-04T00:00:00Z'), until: at('2026-01-11T00:00:00Z') };

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//elsewhere//EN',
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Jerusalem',
  'BEGIN:STANDARD',
  'DTSTART:20251026T020000',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'END:STANDARD',
  'END:VTIMEZONE',
  'BEGIN:VEVENT',
  'UID:standup',
  'DTSTART;TZID=Asia/Jerusalem:20260104T090000',
  'DTEND;TZID=Asia/Jerusalem:20260104T093000',
  'RRULE:FREQ=DAILY',
  'EXDATE;TZID=Asia/Jerusalem:20260106T090000',
  'SUMMARY:עמידה',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:standup',
  'RECURRENCE-ID;TZID=Asia/Jerusalem:20260105T090000',
  'DTSTART;TZID=Asia/Jerusalem:20260105T110000',
  'DTEND;TZID=Asia/Jerusalem:20260105T120000',
  'SUMMARY:Moved',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:fair',
  'DTSTART;VALUE=DATE:20260107',
  'DTEND;VALUE=DATE:20260108',
  'SUMMARY:Fair',
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

describe('reading', () => {
  test('repeated events come one by one, with what was moved and what was left out', () => {
    const found = occurrencesIn(calendar, { from: week.from, until: at('2026-01-08T00:00:00Z') }, zone);
    expect(found.map(({ summary, start }) => [summary, new Date(start).toISOString()])).toEqual([
      ['עמידה', '2026-01-04T07:00:00.000Z'],
      ['Moved', '2026-01-05T09:00:00.000Z'],
      ['Fair', '2026-01-06T22:00:00.000Z'],
      ['עמידה', '2026-01-07T07:00:00.000Z'],
    ]);
    expect(found.find(({ uid }) => uid === 'fair')).toMatchObject({ isAllDay: true, isBusy: false });
  });

  test('what is no calendar is refused with what was found', () => {
    expect(() => occurrencesIn('BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nEND:VCARD', week, zone)).toThrow(
      /holds a vcard, not a calendar/,
    );
    expect(() => occurrencesIn('hello', week, zone)).toThrow(/cannot be read/);
  });
});

describe('free time', () => {
  test('is within working hours, beside what is busy, one for each half of a day', () => {
    const slots = freeSlots(occurrencesIn(calendar, week, zone), hours, {
      span: week,
      minutes: 60,
      margin: 15,
      limit: 4,
    });
    expect(slots.map(({ from }) => new Date(from).toISOString())).toEqual([
      '2026-01-04T07:45:00.000Z',
      '2026-01-04T10:00:00.000Z',
      '2026-01-05T07:00:00.000Z',
      '2026-01-05T10:15:00.000Z',
    ]);
  });

  test('holidays, weekends and the edges of the span are kept out', () => {
    const holidays = ['2026-01-04', '2026-01-05'];
    const span = { from: at('2026-01-04T00:00:00Z'), until: at('2026-01-06T08:30:00Z') };
    const slots = freeSlots([], { ...hours, holidays }, { span, minutes: 60 });
    expect(slots.map(({ from }) => new Date(from).toISOString())).toEqual(['2026-01-06T07:00:00.000Z']);
  });

  test('whatever is busy, no slot touches it', () => {
    const busy = fc.array(
      fc.record({ start: fc.integer({ min: 0, max: 7 * 96 }), length: fc.integer({ min: 1, max: 40 }) }),
    );
    fc.assert(
      fc.property(busy, fc.integer({ min: 15, max: 180 }), (drawn, minutes) => {
        const occurrences = drawn.map(({ start, length }) => ({
          uid: 'x',
          summary: '',
          location: '',
          start: week.from + start * 900_000,
          end: week.from + (start + length) * 900_000,
          isAllDay: false,
          isBusy: true,
          attendees: [],
        }));
        for (const slot of freeSlots(occurrences, hours, { span: week, minutes, limit: 20 })) {
          expect(occurrences.some(({ start, end }) => start < slot.until && end > slot.from)).toBe(false);
          expect(slot.until - slot.from).toBe(minutes * 60_000);
          expect(localTime(slot.from, zone).minute).toBeGreaterThanOrEqual(hours.start);
          expect(localTime(slot.until - 1, zone).minute).toBeLessThan(hours.end);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('writing', () => {
  const meeting = {
    uid: 'baton-1',
    summary: 'פגישה עם יואב: אסטרטגיה, ינואר; סיכום',
    start: at('2026-01-05T10:15:00Z'),
    end: at('2026-01-05T11:15:00Z'),
    stamp: at('2026-01-01T00:00:00Z'),
    attendees: ['yoav@tvuot.example'],
  };

  test('an added event is read back as it was, beside what was there', () => {
    const { text, isNew } = addEvent(calendar, meeting);
    expect(isNew).toBe(true);
    const found = occurrencesIn(text, { from: meeting.start, until: meeting.end }, zone);
    expect(found).toMatchObject([
      { summary: meeting.summary, start: meeting.start, end: meeting.end, attendees: meeting.attendees },
    ]);
    expect(text).toContain('EXDATE;TZID=Asia/Jerusalem:20260106T090000');
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 76)).toBe(true);
  });

  test('adding it twice changes nothing, and no file begins one', () => {
    const { text } = addEvent(null, meeting);
    expect(addEvent(text, meeting)).toEqual({ text, isNew: false });
    expect(() => addEvent(null, { ...meeting, end: meeting.start })).toThrow(/ends after it starts/);
  });
});

describe('local time', () => {
  test.for([
    ['2026-03-27', 2 * 60 + 30, '2026-03-27T00:30:00.000Z'],
    ['2026-10-25', 1 * 60 + 30, '2026-10-24T22:30:00.000Z'],
    ['2026-07-01', 0, '2026-06-30T21:00:00.000Z'],
  ] as const)('%s at minute %i', ([day, minute, expected]) => {
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    expect(new Date(instantOf({ year, month, day: date }, minute, zone)).toISOString()).toBe(expected);
  });

  test('goes there and back in every zone', () => {
    const zones = fc.constantFrom('Asia/Jerusalem', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
    const instants = fc.integer({ min: 0, max: 30_000_000 }).map((minutes) => minutes * 60_000);
    fc.assert(
      fc.property(zones, instants, (place, instant) => {
        const { minute, ...day } = localTime(instant, place);
        const back = instantOf(day, minute, place);
        expect(localTime(back, place)).toEqual({ ...day, minute });
      }),
    );
  });
});

describe('contacts', () => {
  const cards = [
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:יואב כהן\r\nORG:תבואות;Sales\r\nEMAIL;TYPE=WORK:yoav@tvuot.example\r\nTEL:+972-50-1\r\nEND:VCARD',
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Yoav Levi\r\nTITLE:Baker\r\nEND:VCARD',
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada Stone\r\nEND:VCARD',
  ].join('\r\n');
  const { contacts, problem } = readContacts(cards);

  test('cards of both versions are read', () => {
    expect(problem).toBeNull();
    expect(contacts).toHaveLength(3);
    expect(contacts[0]).toMatchObject({
      organisation: 'תבואות, Sales',
      emails: ['yoav@tvuot.example'],
      phones: ['+972-50-1'],
    });
  });

  test('a person is found by part of a name, behind Hebrew prefixes too, and doubt is said', () => {
    expect(findContacts(contacts, 'ליואב מתבואות')[0]).toMatchObject({ contact: { name: 'יואב כהן' }, isSure: true });
    expect(findContacts(contacts, 'ada')[0]).toMatchObject({ isSure: true });
    expect(findContacts(contacts, 'baker or stone').every(({ isSure }) => isSure)).toBe(false);
    expect(findContacts(contacts, 'nobody')).toEqual([]);
  });

  test('a broken card is named, and those before it are kept', () => {
    const { contacts: kept, problem: found } = readContacts(
      `${cards}\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nbroken\r\nEND:VCARD`,
    );
    expect(kept).toHaveLength(3);
    expect(found).toMatch(/card 4 cannot be read/);
  });
});
