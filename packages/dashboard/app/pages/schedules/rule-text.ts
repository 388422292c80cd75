import type { ScheduleView } from '../../client/schedules.ts';
import { lengthText, customs } from '../../time.ts';

/** When a schedule starts executions, in words. */
export function ruleText({ every, cron, after, on }: ScheduleView['rule']): string {
  return [
    ...(every === null ? [] : [`every ${lengthText(every)}`]),
    ...(cron === null ? [] : [`${cron.expression} (${cron.zone})`]),
    ...(after === null ? [] : [`${lengthText(after)} after the end of the one before`]),
    ...(on ? ['when events fit'] : []),
  ].join('; ');
}

/** An instant by the clocks of the schedule's own zone. */
export function zonedText(instant: number, zone: string | undefined): string {
  const format = { weekday: 'short', day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(customs, { ...format, ...(zone !== undefined && { timeZone: zone }) }).format(instant);
}

const missed: Readonly<Record<ScheduleView['rule']['misfire'], string>> = {
  one: 'the newest of them is made up for',
  all: 'all of them are made up for',
  skip: 'they are left out',
};

const overlapping: Readonly<Record<ScheduleView['rule']['overlap'], string>> = {
  allow: 'another one starts all the same',
  skip: 'the next one is left out',
  wait: 'the next one waits for its end',
  replace: 'it is cancelled for the next one',
};

/** What happens to times that passed while nobody could start anything. */
export function missedText({ misfire, tolerance }: ScheduleView['rule']): string {
  return `${missed[misfire]}; up to ${lengthText(tolerance)} late is on time`;
}

/** What happens when it is time while an execution is open. */
export function overlapText({ overlap }: ScheduleView['rule']): string {
  return overlapping[overlap];
}
