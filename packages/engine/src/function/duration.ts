import { fault, FaultError } from '@batonhq/core';

const iso =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const factors = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/**
 * Milliseconds of an ISO 8601 duration (`PT1M30S`), or of a number that is milliseconds already. Years and months have
 * no fixed length and are refused.
 */
export function millisecondsOf(duration: string | number): number {
  if (typeof duration === 'number') return checked(duration, duration);
  const parts = iso.exec(duration)?.slice(1);
  if (parts === undefined || parts.every((part) => part === undefined)) return checked(Number.NaN, duration);
  const total = factors.reduce((sum, factor, index) => sum + factor * Number(parts[index] ?? 0), 0);
  return checked(Math.round(total), duration);
}

function checked(milliseconds: number, given: string | number): number {
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new FaultError(
    fault(
      'validation',
      `${JSON.stringify(given)} is not a duration: use milliseconds or ISO 8601 without years and months`,
    ),
  );
}
