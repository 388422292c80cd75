import type { Language } from '../../tool/text/language.ts';

/**
 * A time as people of a language write it, with the place whose clocks show it: `Monday, 12 January 2026, 09:00
 * (New York)`.
 */
export function spokenTime(
  instant: number,
  { zone, language }: { readonly zone: string; readonly language: Language },
): string {
  const day = new Intl.DateTimeFormat(locales[language], {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(instant);
  return `${day}, ${clockTime(instant, zone)} (${placeOf(zone, language)})`;
}

/** `09:00`, as the clocks of a zone show it. */
export function clockTime(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant);
}

const locales: Readonly<Record<Language, string>> = { he: 'he-IL', en: 'en-GB', de: 'de-DE' };

const hebrewPlaces: Readonly<Record<string, string>> = {
  'Asia/Jerusalem': 'שעון ישראל',
  'America/New_York': 'שעון ניו יורק',
  'Europe/London': 'שעון לונדון',
};

function placeOf(zone: string, language: Language): string {
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return language === 'he' ? (hebrewPlaces[zone] ?? city) : city;
}
