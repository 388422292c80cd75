import type { Phrases } from '../goal/language.ts';
import type { WrittenTime } from '../../tool/text/dates.ts';

const day = 24 * 60 * 60_000;
const longestHour = 3 * 60 * 60_000;

/** How a time was understood: the day, the hour where one was said, and whose clock it is. */
export function whenMeant({ text, from, until }: WrittenTime, zone: string): Phrases {
  const said = (locale: string, instant: number, { hour = false } = {}): string =>
    new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      ...(hour && { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' as const }),
    }).format(instant);
  const isHour = until - from <= longestHour;
  const isDay = until - from <= day + longestHour;
  const span = (locale: string): string =>
    isDay
      ? said(locale, from, { hour: isHour })
      : [said(locale, from), said(locale, until - 1)].join(locale === 'he' ? ' עד ' : ' to ');
  return {
    en: `"${text.trim()}" is ${span('en-GB')}, ${zone}.`,
    he: `«${text.trim()}»: ${span('he')}, שעון ${zone}.`,
  };
}
