import type { ScheduleView } from '../../client/schedules.ts';
import { lengthText } from '../../time.ts';

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
  return new Intl.DateTimeFormat(undefined, { ...format, ...(zone !== undefined && { timeZone: zone }) }).format(
    instant,
  );
}
