import { median, rounded } from './statistics.ts';

/** A value of a period, `2025-12` or `2025-12-03`. */
export type Point = { readonly period: string; readonly value: number };

/** Where a series goes. */
export type Trend = {
  readonly points: readonly Point[];
  /** Change per period, the median of the slopes between all pairs (Theil 1950, Sen 1968). */
  readonly slope: number;
  /** From the first third to the last, as a fraction; null when the first third is zero. */
  readonly change: number | null;
  readonly direction: 'up' | 'down' | 'level';
  /** Points further from the trend than 3.5 times the median deviation (Iglewicz and Hoaglin 1993). */
  readonly outliers: readonly Point[];
};

/** Below this share of its mean a slope over the whole series is no trend. */
const leastChange = 0.02;

/** The trend of values in the order of their periods. */
export function trendOf(points: readonly Point[]): Trend {
  const series = points.toSorted((left, right) => left.period.localeCompare(right.period));
  const values = series.map(({ value }) => value);
  const slope = medianSlope(values);
  const level = medianOf(values.map((value, index) => value - slope * index));
  const left = values.map((value, index) => value - level - slope * index);
  const spread = medianOf(left.map(Math.abs)) / 0.6745;
  const third = Math.max(1, Math.floor(values.length / 3));
  const [first, last] = [mean(values.slice(0, third)), mean(values.slice(-third))];
  const across = (slope * (values.length - 1)) / (Math.abs(mean(values)) || 1);
  return {
    points: series,
    slope: rounded(slope),
    change: first === 0 ? null : rounded(last / first - 1),
    direction: Math.abs(across) < leastChange ? 'level' : across > 0 ? 'up' : 'down',
    outliers: spread === 0 ? [] : series.filter((_, index) => Math.abs(left[index] ?? 0) > 3.5 * spread),
  };
}

function medianSlope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let from = 0; from < values.length; from += 1)
    for (let to = from + 1; to < values.length; to += 1)
      slopes.push(((values[to] ?? 0) - (values[from] ?? 0)) / (to - from));
  return slopes.length === 0 ? 0 : medianOf(slopes);
}

const medianOf = (values: readonly number[]): number => median(values.toSorted((left, right) => left - right));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
