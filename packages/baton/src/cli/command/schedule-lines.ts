import {
  formatIsoDuration,
  fromFact,
  type Fact,
  type ScheduleEvent,
  type ScheduleRule,
  type ScheduleView,
  type UpcomingOccurrence,
} from '@batonhq/core';
import { durationText, instantText } from '../terminal/duration.ts';
import { plainLine } from '../terminal/plain-text.ts';
import { fitWidth, textWidth } from '../terminal/text-width.ts';
import type { TerminalStream } from '../terminal/terminal.ts';

type Page = Pick<TerminalStream, 'columns' | 'paint'>;

/** An execution that starts so much later than it was to is late: worth a word. */
const late = 1_000;

/** One line for each schedule: its id, its state, when it starts an execution next, and why then. */
export function scheduleTable(
  views: readonly ScheduleView[],
  { columns, paint }: Page,
  now: number,
): readonly string[] {
  const width = Math.max(...views.map(({ id }) => textWidth(plainLine(id))));
  return views.map((view) => {
    const phase = view.phase === 'active' ? paint.green('active') : paint.yellow('paused');
    const room = Math.max(10, columns - 1 - width - 2 - 6 - 2 - 14 - 2);
    const rule = fitWidth(plainLine(ruleText(view.rule)), room);
    return `${plainLine(view.id).padEnd(width)}  ${phase}  ${nextText(view, now).padEnd(14)}  ${paint.dim(rule.trimEnd())}`;
  });
}

/** Everything about one schedule, with what happened lately. */
export function scheduleReport(view: ScheduleView, history: readonly Fact[], { paint }: Page): readonly string[] {
  const label = (name: string): string => paint.dim(`  ${name.padEnd(9)} `);
  const { id, phase, rule, definition, changedBy, nextAt, open, held, last, counts } = view;
  const by = changedBy === null ? '' : `, by ${plainLine(changedBy)}`;
  return [
    `${paint.bold(plainLine(id))} is ${phase}${by}`,
    `${label('rule')}${plainLine(ruleText(rule))}`,
    `${label('policy')}misfire ${rule.misfire}, overlap ${rule.overlap}, catch-up ${rule.catchUp}`,
    `${label('version')}${plainLine(definition.version)}, since ${instantText(view.activatedAt)}`,
    ...(nextAt === null ? [] : [`${label('next')}${instantText(nextAt)}${zoneText(rule, nextAt)}`]),
    ...open.map((each) => `${label('open')}${each.execution}, for ${instantText(each.instant)}${lateText(each)}`),
    ...(held === null ? [] : [`${label('waiting')}the one of ${instantText(held.instant)}, until those have ended`]),
    ...(last === null
      ? []
      : [`${label('last')}${last.execution} ${last.phase}${lateText(last)}${reasonText(last.reason)}`]),
    `${label('so far')}${counts.started} started, ${counts.skipped} skipped, ${counts.missed} missed, ${counts.failed} failed`,
    ...(history.length === 0 ? [] : ['', ...history.map((fact) => paint.dim(factLine(fact)))]),
  ];
}

/** When, how far away, and by the clocks of its zone. */
export function occurrenceLines(
  { rule }: ScheduleView,
  occurrences: readonly UpcomingOccurrence[],
  now: number,
): readonly string[] {
  return occurrences.map(({ instant, cause }) => {
    const away = instant <= now ? 'now' : `in ${durationText(instant - now)}`;
    return `${new Date(instant).toISOString()}  ${away.padEnd(11)}  ${cause}${zoneText(rule, instant)}`;
  });
}

function nextText({ nextAt, phase, open, rule }: ScheduleView, now: number): string {
  if (phase !== 'active') return '';
  if (nextAt !== null) return nextAt <= now ? 'now' : `in ${durationText(nextAt - now)}`;
  if (open.length > 0 && rule.after !== null) return 'after its end';
  return rule.on ? 'at an event' : 'never again';
}

function ruleText({ every, cron, after, on }: ScheduleRule): string {
  const parts = [
    ...(cron === null ? [] : [`cron "${cron.expression}" ${cron.zone}`]),
    ...(every === null ? [] : [`every ${formatIsoDuration(every)}`]),
    ...(after === null ? [] : [`${formatIsoDuration(after)} after its end`]),
    ...(on ? ['at events'] : []),
  ];
  return parts.join(', ');
}

/** The same moment by the clocks of the schedule's zone, where that is another one. */
function zoneText({ cron }: ScheduleRule, instant: number): string {
  if (cron === null || cron.zone === 'UTC') return '';
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: cron.zone, dateStyle: 'short', timeStyle: 'short' });
  return ` (${shown.format(instant)} ${plainLine(cron.zone)})`;
}

function lateText({ instant, startedAt }: { readonly instant: number; readonly startedAt: number }): string {
  return startedAt - instant < late ? '' : `, ${durationText(startedAt - instant)} late`;
}

function reasonText(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${plainLine(reason)}`;
}

function factLine(fact: Fact): string {
  return `  ${instantText(fact.at)}  ${plainLine(sentence(fromFact(fact).event))}`;
}

function sentence(event: ScheduleEvent): string {
  switch (event.kind) {
    case 'schedule.activated':
      return `version ${event.definition.version} took effect`;
    case 'schedule.paused':
    case 'schedule.resumed':
    case 'schedule.deleted':
      return `${event.kind.slice('schedule.'.length)}${event.by === undefined ? '' : ` by ${event.by}`}`;
    case 'schedule.planned':
      return 'planned the next';
    case 'schedule.shifted':
      return `moved with the clock, which was set by ${event.by} ms`;
    case 'occurrence.started':
      return `started ${event.occurrence.execution} (${event.occurrence.key})`;
    case 'occurrence.held':
      return `${event.occurrence.key} waits for those before it`;
    case 'occurrence.skipped':
      return `skipped ${event.occurrence.key}: ${event.reason}`;
    case 'occurrence.failed':
      return `could not start ${event.occurrence.key}: ${event.reason}`;
    case 'occurrence.ended':
      return `${event.key} ${event.phase}`;
    case 'occurrences.missed':
      return `missed ${event.span.atLeast === true ? 'at least ' : ''}${event.span.count} up to ${instantText(event.span.last)}: ${event.reason}`;
    case 'event.collected':
      return `collected ${event.event.type} ${event.event.id}`;
  }
}
