const mark = '\u0001';

/**
 * Text as a column can hold it. Postgres text is UTF-8 without the character 0, so names with that one or with a lone
 * surrogate are written as JSON behind a mark.
 */
export function toColumn(value: string): string {
  const plain = value.isWellFormed() && !value.includes('\0') && !value.startsWith(mark);
  return plain ? value : mark + JSON.stringify(value);
}

/** The inverse of {@link toColumn}. */
export function fromColumn(value: string): string {
  return value.startsWith(mark) ? String(JSON.parse(value.slice(1))) : value;
}

/** {@link toColumn} for what may be missing. */
export function toColumnOrNull(value: string | null | undefined): string | null {
  return value === undefined || value === null ? null : toColumn(value);
}
