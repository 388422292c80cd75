const units: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** A duration to read. */
export function shown(milliseconds: number): string {
  for (const [unit, name] of units)
    if (milliseconds >= unit) return `${Math.round((milliseconds / unit) * 10) / 10} ${name}`;
  return `${Math.round(milliseconds)} ms`;
}

/** A part of a whole, 0 of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
