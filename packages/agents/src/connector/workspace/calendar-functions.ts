import { fault, FaultError } from '@batonhq/core';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { addEvent } from '../calendar/add-event.ts';
import { freeSlots, outsideHours, type WorkingHours } from '../calendar/free-slots.ts';
import { occurrencesIn } from '../calendar/read-calendar.ts';
import { removeEvent } from '../calendar/remove-event.ts';
import { spokenTime } from '../calendar/spoken-time.ts';
import { usualWeek } from '../calendar/usual-week.ts';
import type { Owner } from './people-functions.ts';
import { flag, integer, listOf, moment, object, text, texts, words } from './schema.ts';
import { looksAt, workspaceFunction } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

const calendarFile = 'calendar.ics';
const usualStart = 9 * 60;
const usualEnd = 17 * 60;

/** Meetings of a workspace with `calendar.ics`. */
export function calendarFunctions(workspace: Workspace, owner: Owner): readonly ToolDefinition[] {
  return [listing(workspace, owner), freeTime(workspace, owner), adding(workspace, owner), cancelling(workspace)];
}

function listing(workspace: Workspace, { zone }: Owner): ToolDefinition {
  const event = object({
    uid: text,
    summary: text,
    start: text,
    end: text,
    location: text,
    attendees: texts,
    isBusy: flag,
  });
  return workspaceFunction({
    name: 'calendar_list',
    description: 'Lists what is in the calendar from one day to before another, in order.',
    input: object({ from: moment, until: moment }),
    output: object({ zone: text, events: listOf(event) }),
    planning: looksAt('calendar'),
    async run(given) {
      const span = { from: given.instant('from', zone), until: given.instant('until', zone) };
      const calendar = await calendarText(workspace);
      const found = calendar === null ? [] : occurrencesIn(calendar, span, zone);
      return {
        zone,
        events: found.map(({ uid, summary, start, end, location, attendees, isBusy }) => ({
          uid,
          summary,
          start: iso(start),
          end: iso(end),
          location,
          attendees,
          isBusy,
        })),
      };
    },
  });
}

function freeTime(workspace: Workspace, owner: Owner): ToolDefinition {
  const { zone } = owner;
  const slot = object({ start: text, end: text, local: text });
  return workspaceFunction({
    name: 'calendar_free',
    description:
      'Finds free times for a meeting within working hours, earliest first, as ISO 8601 in UTC. `zones` are where the others are: their days and hours are kept too.',
    input: object({ from: moment, until: moment, minutes: integer(15, 480) }, { zones: texts, limit: integer(1, 20) }),
    output: object({ zone: text, slots: listOf(slot) }),
    planning: looksAt('calendar'),
    async run(given) {
      const span = { from: given.instant('from', zone), until: given.instant('until', zone) };
      const calendar = await calendarText(workspace);
      const busy = calendar === null ? [] : occurrencesIn(calendar, span, zone);
      const others = given.texts('zones').filter((other) => other !== '' && other !== zone);
      for (const other of others) checkZone(other);
      const away = others.flatMap((other) => outsideHours(usualHours(other), span));
      const wish = { span, minutes: given.number('minutes', 60), limit: given.number('limit', 5) };
      const slots = freeSlots([...busy, ...away], hoursOf(owner), wish);
      return {
        zone,
        slots: slots.map(({ from, until }) => ({
          start: iso(from),
          end: iso(until),
          local: [zone, ...others].map((one) => spokenTime(from, { zone: one, language: 'en' })).join(' = '),
        })),
      };
    },
  });
}

function adding(workspace: Workspace, { zone }: Owner): ToolDefinition {
  return workspaceFunction({
    name: 'calendar_add',
    description: 'Writes a meeting into the calendar. Nobody is invited by it.',
    input: object(
      { summary: words, start: moment, end: moment },
      { description: text, location: text, attendees: texts },
    ),
    output: object({ path: text, uid: text, isNew: flag }),
    files: ['path'],
    planning: {
      risk: 'medium',
      why: 'the calendar is changed, which can be undone',
      writes: ['calendar'],
      undo: 'calendar_cancel',
    },
    sinks: [{ member: 'attendees', kind: 'recipient' }],
    async run(given, context) {
      // The key makes it the same event for every attempt, so adding it twice changes nothing.
      const uid = `${context.idempotencyKey}@baton`;
      const event = {
        uid,
        summary: given.text('summary'),
        start: given.instant('start', zone),
        end: given.instant('end', zone),
        stamp: context.now(),
        description: given.text('description', ''),
        location: given.text('location', ''),
        attendees: given.texts('attendees'),
      };
      let isNew = false;
      await workspace.change(calendarFile, (calendar) => {
        const added = addEvent(calendar, event);
        isNew = added.isNew;
        return isNew ? added.text : null;
      });
      return { path: calendarFile, uid, isNew };
    },
  });
}

function cancelling(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'calendar_cancel',
    description: 'Takes an event out of the calendar by its uid. One that is not there is no fault.',
    input: { ...object({ uid: words }), additionalProperties: true },
    output: object({ path: text, uid: text, wasThere: flag }),
    files: ['path'],
    planning: { risk: 'medium', why: 'an event is taken out of the calendar', writes: ['calendar'] },
    async run(given) {
      const uid = given.text('uid');
      let wasThere = false;
      await workspace.change(calendarFile, (calendar) => {
        const removed = calendar === null ? null : removeEvent(calendar, uid);
        wasThere = removed?.wasThere ?? false;
        return wasThere ? (removed?.text ?? null) : null;
      });
      return { path: calendarFile, uid, wasThere };
    },
  });
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
  } catch {
    throw new FaultError(fault('validation', `"${zone}" is no time zone: write one as Asia/Jerusalem`));
  }
}

function hoursOf({ zone, weekdays, holidays = [], start = usualStart, end = usualEnd }: Owner): WorkingHours {
  return { zone, weekdays, holidays, start, end };
}

function usualHours(zone: string): WorkingHours {
  return { zone, weekdays: usualWeek(zone), start: usualStart, end: usualEnd };
}

async function calendarText(workspace: Workspace): Promise<string | null> {
  return (await workspace.has(calendarFile)) ? (await workspace.read(calendarFile)).toString('utf8') : null;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
