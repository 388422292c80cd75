import type { Budget } from '../program/metadata.ts';
import type { Amounts } from './amounts.ts';

/** Millionths of a unit: what money is counted in. */
export const microUnits = 1_000_000;

/** What a budget as people write it limits: money in units becomes money in millionths. */
export function capsOfBudget({ money, tokens, calls, time }: Budget): Amounts {
  return {
    ...(money !== undefined && { money: Math.round(money * microUnits) }),
    ...(tokens !== undefined && { tokens: Math.floor(tokens) }),
    ...(calls !== undefined && { calls: Math.floor(calls) }),
    ...(time !== undefined && { time: Math.floor(time) }),
  };
}
