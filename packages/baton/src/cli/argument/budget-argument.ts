import type { Budget } from '@batonhq/core';
import { parseDuration } from '../terminal/duration.ts';
import { UsageError } from './usage-error.ts';

const expected = 'money=2.50,tokens=200000,calls=50,time=10m, or some of them; with onExceeded=ask people may raise it';

/** Reads `money=2.50,tokens=200000`: money in units of the currency, time as a duration. Throws {@link UsageError}. */
export function parseBudget(text: string, where: string): Budget {
  const limits = text.split(',').map((part) => {
    const [measure = '', value = '', ...more] = part.split('=').map((piece) => piece.trim());
    if (measure === 'onExceeded' && (value === 'ask' || value === 'fault') && more.length === 0)
      return [measure, value] as const;
    const limit = more.length > 0 ? undefined : limitOf(measure, value);
    if (limit === undefined) throw new UsageError(`${where} ${text}: ${part.trim()} limits nothing`, expected);
    return [measure, limit] as const;
  });
  return Object.fromEntries(limits);
}

function limitOf(measure: string, value: string): number | undefined {
  if (measure === 'time') return parseDuration(value);
  if (measure === 'money') return /^\d+(\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
  return (measure === 'tokens' || measure === 'calls') && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
