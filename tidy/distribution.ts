import type { SourceFile } from './finding.ts';

/** The value that the given share of the values does not exceed; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0;
}

/** Shipped sources (no tests) grouped by unit. */
export function byUnit(
  sources: readonly SourceFile[],
): readonly { readonly unit: string; readonly sources: readonly SourceFile[] }[] {
  const groups = Map.groupBy(
    sources.filter((source) => !source.isTest),
    (source) => source.unit,
  );
  return [...groups].map(([unit, members]) => ({ unit, sources: members }));
}
