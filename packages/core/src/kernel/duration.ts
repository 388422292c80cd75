import { isJsonObject, type Json } from './json.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The units of a duration written as an object, in milliseconds. */
const units: Readonly<Record<string, number>> = {
  days: day,
  hours: hour,
  minutes: minute,
  seconds: second,
  milliseconds: 1,
};

const number = String.raw`(\d+(?:[.,]\d+)?)`;

const iso8601 = new RegExp(
  `^P(?=.)(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?` +
    `(?:T(?=\\d)(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$`,
);

/** Years, months, weeks, days, hours, minutes, seconds: a year counts 365 days and a month 30. */
const factors = [365 * day, 30 * day, 7 * day, day, hour, minute, second] as const;

/**
 * Reads a duration: an ISO 8601 text (`PT1H30M`) or an object of units (`{ hours: 1, minutes: 30 }`).
 *
 * Durations are lengths of time, not calendar steps: a year counts 365 days and a month 30.
 *
 * @returns Milliseconds, or `null` when `value` is not a duration.
 */
export function parseDuration(value: Json): number | null {
  if (typeof value === 'string') return parseIso8601(value);
  return isJsonObject(value) ? parseUnits(value) : null;
}

function parseIso8601(text: string): number | null {
  const match = iso8601.exec(text.trim());
  if (match === null) return null;
  const total = factors.reduce((sum, factor, index) => {
    const part = match[index + 1];
    return part === undefined ? sum : sum + Number(part.replace(',', '.')) * factor;
  }, 0);
  return Number.isFinite(total) ? roundToMillisecond(total) : null;
}

/** Milliseconds are the finest unit; fractions such as 0.1 s must not leave a tail of binary rounding. */
function roundToMillisecond(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) < 1e-6 ? rounded : value;
}

function parseUnits(value: Readonly<Record<string, Json>>): number | null {
  const entries = Object.entries(value);
  if (entries.length === 0) return null;
  let total = 0;
  for (const [unit, amount] of entries) {
    const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (factor === undefined || typeof amount !== 'number' || amount < 0) return null;
    total += amount * factor;
  }
  return Number.isFinite(total) ? total : null;
}

/**
 * Writes milliseconds as an ISO 8601 duration with days as the largest unit, so that reading it gives the same number.
 *
 * @example formatIsoDuration(5_400_000) // 'PT1H30M'
 */
export function formatIsoDuration(milliseconds: number): string {
  const days = Math.floor(milliseconds / day);
  const hours = Math.floor((milliseconds % day) / hour);
  const minutes = Math.floor((milliseconds % hour) / minute);
  const seconds = Math.round(milliseconds % minute) / second;
  const date = days > 0 ? `${days}D` : '';
  const time = `${part(hours, 'H')}${part(minutes, 'M')}${part(seconds, 'S')}`;
  if (date === '' && time === '') return 'PT0S';
  return `P${date}${time === '' ? '' : `T${time}`}`;
}

function part(amount: number, letter: string): string {
  return amount > 0 ? `${amount}${letter}` : '';
}
