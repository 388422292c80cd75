import type { Json } from '@batonhq/core';
import { addEvent } from '../calendar/add-event.ts';
import { freeSlots } from '../calendar/free-slots.ts';
import { occurrencesIn } from '../calendar/read-calendar.ts';
import { findContacts, readContacts } from '../contacts/contacts.ts';
import { draftMail } from '../mail/draft-mail.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { Argument } from './argument.ts';
import type { Workspace } from './workspace.ts';

/** Whose workspace it is. */
export interface Owner {
  /** As it stands in mail: `Ada <ada@bakery.example>`. */
  readonly address: string;
  readonly zone: string;
  /** 0 for Sunday. */
  readonly weekdays: readonly number[];
  readonly holidays?: readonly string[];
}

const contactsFile = 'contacts.vcf';
const calendarFile = 'calendar.ics';
const dayStart = 9 * 60;
const dayEnd = 17 * 60;

/** People, meetings and mail of a workspace with `contacts.vcf` and `calendar.ics`. */
export function peopleFunctions(workspace: Workspace, owner: Owner): readonly ToolDefinition[] {
  return [finding(workspace), freeTime(workspace, owner), meeting(workspace), drafting(workspace, owner)];
}

function finding(workspace: Workspace): ToolDefinition {
  return {
    name: 'contacts_find',
    description: 'Finds people in the address book by name, organisation or role. `isSure` says whether only one fits.',
    repeat: 'safe',
    input: objectOf({ query: { type: 'string', minLength: 1 } }),
    async run(_context, input) {
      const { contacts, problem } = readContacts((await workspace.read(contactsFile)).toString('utf8'));
      const found = findContacts(contacts, new Argument(input).text('query'));
      return { people: found.map(({ contact, isSure }) => ({ ...contact, isSure })), problem };
    },
  };
}

function freeTime(workspace: Workspace, { zone, weekdays, holidays = [] }: Owner): ToolDefinition {
  return {
    name: 'calendar_free',
    description: 'Finds free times for a meeting within working hours, earliest first, as ISO 8601 in UTC.',
    repeat: 'safe',
    input: objectOf({
      from: { type: 'string', format: 'date-time' },
      until: { type: 'string', format: 'date-time' },
      minutes: { type: 'integer', minimum: 15, maximum: 480 },
    }),
    async run(_context, input) {
      const given = new Argument(input);
      const span = { from: given.instant('from'), until: given.instant('until') };
      const text = await calendarText(workspace);
      const busy = text === null ? [] : occurrencesIn(text, span, zone);
      const hours = { zone, start: dayStart, end: dayEnd, weekdays, holidays };
      const slots = freeSlots(busy, hours, { span, minutes: given.number('minutes', 60) });
      return { zone, slots: slots.map(({ from, until }) => ({ start: iso(from), end: iso(until) })) };
    },
  };
}

function meeting(workspace: Workspace): ToolDefinition {
  return {
    name: 'calendar_add',
    description: 'Writes a meeting into the calendar. Nobody is invited by it.',
    repeat: 'safe',
    input: objectOf(
      {
        summary: { type: 'string', minLength: 1 },
        start: { type: 'string', format: 'date-time' },
        end: { type: 'string', format: 'date-time' },
      },
      {
        description: { type: 'string' },
        location: { type: 'string' },
        attendees: { type: 'array', items: { type: 'string' } },
      },
    ),
    async run(context, input) {
      const given = new Argument(input);
      // The key makes it the same event for every attempt, so adding it twice changes nothing.
      const uid = `${context.idempotencyKey}@baton`;
      const { text, isNew } = addEvent(await calendarText(workspace), {
        uid,
        summary: given.text('summary'),
        start: given.instant('start'),
        end: given.instant('end'),
        stamp: context.now(),
        description: given.text('description', ''),
        location: given.text('location', ''),
        attendees: given.texts('attendees'),
      });
      if (isNew) await workspace.write(calendarFile, text);
      return { path: calendarFile, uid };
    },
  };
}

function drafting(workspace: Workspace, { address }: Owner): ToolDefinition {
  return {
    name: 'mail_draft',
    description: 'Writes a mail as a draft that a mail program opens. It is not sent.',
    repeat: 'safe',
    input: objectOf({
      to: { type: 'array', items: { type: 'string' }, minItems: 1 },
      subject: { type: 'string' },
      text: { type: 'string' },
    }),
    async run(context, input) {
      const given = new Argument(input);
      const id = context.idempotencyKey.replace(/[^\w.-]+/g, '-');
      const draft = await draftMail({
        from: address,
        to: given.texts('to'),
        subject: given.text('subject'),
        text: given.text('text'),
        date: context.now(),
        id,
      });
      const path = `drafts/${id}.eml`;
      await workspace.write(path, draft);
      return { path };
    },
  };
}

async function calendarText(workspace: Workspace): Promise<string | null> {
  return (await workspace.has(calendarFile)) ? (await workspace.read(calendarFile)).toString('utf8') : null;
}

function objectOf(required: Record<string, Json>, optional: Record<string, Json> = {}): ToolDefinition['input'] {
  return {
    type: 'object',
    required: Object.keys(required),
    additionalProperties: false,
    properties: { ...required, ...optional },
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
