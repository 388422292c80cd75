import type { Row } from './story.ts';

/** A row where it stands among the others. */
export interface Placed {
  readonly row: Row;
  /** 0 for what stands in the workflow itself. */
  readonly depth: number;
  readonly hasInside: boolean;
  readonly isOpen: boolean;
}

/** Rows as a tree in one list: what stands inside a task follows it, unless that is closed. */
export function placedRows(rows: Iterable<Row>, closed: ReadonlySet<string>): readonly Placed[] {
  const inside = childrenByParent([...rows]);
  const placed: Placed[] = [];
  const stack = (inside.get('') ?? []).map((row) => ({ row, depth: 0 })).toReversed();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { row, depth } = next;
    const children = inside.get(row.key) ?? [];
    const isOpen = !closed.has(row.key);
    placed.push({ row, depth, hasInside: children.length > 0, isOpen });
    if (isOpen) for (const child of children.toReversed()) stack.push({ row: child, depth: depth + 1 });
  }
  return placed;
}

/** What has lost its parent (nobody told of it) stands in the workflow itself. */
function childrenByParent(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const known = new Set(rows.map(({ key }) => key));
  const inside = new Map<string, Row[]>();
  for (const row of rows) {
    const parent = known.has(row.parent) && row.parent !== row.key ? row.parent : '';
    const siblings = inside.get(parent);
    if (siblings === undefined) inside.set(parent, [row]);
    else siblings.push(row);
  }
  return inside;
}
