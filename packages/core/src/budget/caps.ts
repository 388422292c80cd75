import type { Budget } from '../program/metadata.ts';
import type { Amounts } from './amounts.ts';

/** Millionths of a unit: what money is counted in. */
export const microUnits = 1_000_000;

/** What a budget as people write it limits: money in units becomes money in millionths. */
export function capsOfBudget({ money, tokens, calls, time }: Budget): Amounts {
  return {
    ...(money !== undefined && { money: exact(Math.round(money * microUnits)) }),
    ...(tokens !== undefined && { tokens: exact(tokens) }),
    ...(calls !== undefined && { calls: exact(calls) }),
    ...(time !== undefined && { time: exact(time) }),
  };
}

/** Beyond what whole numbers are exact nothing is limited anyway. */
function exact(value: number): number {
  return Math.floor(Math.min(value, Number.MAX_SAFE_INTEGER));
}
