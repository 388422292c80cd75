/** What a column of a table holds. Figures are of the cells that are filled; null where there are none. */
export type ColumnStatistics = {
  readonly name: string;
  readonly kind: 'number' | 'date' | 'text';
  readonly filled: number;
  readonly distinct: number;
  readonly least: string | number | null;
  readonly most: string | number | null;
  readonly mean: number | null;
  readonly median: number | null;
  readonly deviation: number | null;
  readonly total: number | null;
  /** The values that stand most often, at most five. */
  readonly frequent: readonly { readonly value: string; readonly count: number }[];
};

const dated = /^\d{4}-\d{2}(?:-\d{2})?/;

/** Describes a column: as numbers when every filled cell is one, as dates when every one is, else as text. */
export function describeColumn(name: string, cells: readonly string[]): ColumnStatistics {
  const filled = cells.filter((cell) => cell !== '');
  const numbers = filled.map(numberIn).filter((value) => value !== null);
  const counts = [...Map.groupBy(filled, (cell) => cell)].map(([value, list]) => ({ value, count: list.length }));
  const about = {
    name,
    filled: filled.length,
    distinct: counts.length,
    frequent: counts.toSorted((left, right) => right.count - left.count).slice(0, 5),
  };
  const none = { mean: null, median: null, deviation: null, total: null };
  if (filled.length > 0 && numbers.length === filled.length) return { ...about, kind: 'number', ...figures(numbers) };
  const sorted = filled.toSorted();
  const kind = filled.length > 0 && filled.every((cell) => dated.test(cell)) ? 'date' : 'text';
  return { ...about, kind, least: sorted[0] ?? null, most: sorted.at(-1) ?? null, ...none };
}

function figures(
  values: readonly number[],
): Pick<ColumnStatistics, 'least' | 'most' | 'mean' | 'median' | 'deviation' | 'total'> {
  const sorted = values.toSorted((left, right) => left - right);
  const total = values.reduce((sum, value) => sum + value, 0);
  const mean = total / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return {
    least: sorted[0] ?? null,
    most: sorted.at(-1) ?? null,
    mean: rounded(mean),
    median: rounded(median(sorted)),
    deviation: rounded(Math.sqrt(variance)),
    total: rounded(total),
  };
}

/** A number as tables have it, with commas between thousands or a sign of money or per cent. */
export function numberIn(cell: string): number | null {
  const plain = cell.replace(/[\s$€£₪%]/g, '').replace(/,(?=\d{3}\b)/g, '');
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** The middle of sorted values. */
export function median(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half) - 1] ?? 0)) / 2;
}

/** To six significant places, so that no tail of binary fractions is read as meaning. */
export function rounded(value: number): number {
  return Number(value.toPrecision(10));
}
