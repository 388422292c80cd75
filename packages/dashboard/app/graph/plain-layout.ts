import type { Graph, GraphNode } from './build.ts';
import type { Box, Layout, Line } from './placed.ts';

const size = { width: 176, height: 46 };
const gap = { across: 14, down: 32 };
const inset = { top: 44, side: 12, bottom: 12 };

/** Tasks side by side at most; a level of more takes several rows. */
const mostBeside = 12;

interface Block {
  readonly width: number;
  readonly height: number;
  /** From the upper left corner of the block. */
  readonly boxes: readonly Box[];
}

/**
 * Places tasks in rows by how many come before them, and straight lines between them. Not as clear as a layout that looks
 * for few crossings, and there at once however many tasks there are: the other takes minutes for a thousand.
 */
export function plainLayout({ nodes, edges }: Graph): Layout {
  const inside = Map.groupBy(nodes, ({ parent }) => parent);
  const levels = levelsOf(nodes, edges);
  const { width, height, boxes } = blockOf('', { inside, levels });
  return { width, height, boxes, lines: linesBetween(boxes, edges) };
}

interface Placing {
  readonly inside: ReadonlyMap<string, readonly GraphNode[]>;
  readonly levels: ReadonlyMap<string, number>;
}

function blockOf(parent: string, placing: Placing): Block {
  const rows = rowsOf(placing.inside.get(parent) ?? [], placing.levels);
  const boxes: Box[] = [];
  let [width, top] = [0, 0];
  for (const row of rows) {
    let [left, tallest] = [0, 0];
    for (const { path } of row) {
      const placed = boxesOf(path, placing);
      for (const box of placed.boxes) boxes.push({ ...box, x: box.x + left, y: box.y + top });
      left += placed.width + gap.across;
      tallest = Math.max(tallest, placed.height);
    }
    width = Math.max(width, left - gap.across);
    top += tallest + gap.down;
  }
  return { width, height: Math.max(0, top - gap.down), boxes };
}

/** A task, or a group with what is inside it. */
function boxesOf(path: string, placing: Placing): Block {
  if (!placing.inside.has(path)) return { ...size, boxes: [{ path, x: 0, y: 0, ...size, isGroup: false }] };
  const block = blockOf(path, placing);
  const width = Math.max(size.width, block.width + 2 * inset.side);
  const height = block.height + inset.top + inset.bottom;
  const moved = block.boxes.map((box) => ({ ...box, x: box.x + inset.side, y: box.y + inset.top }));
  return { width, height, boxes: [{ path, x: 0, y: 0, width, height, isGroup: true }, ...moved] };
}

function rowsOf(nodes: readonly GraphNode[], levels: ReadonlyMap<string, number>): readonly (readonly GraphNode[])[] {
  const byLevel = Map.groupBy(nodes, ({ path }) => levels.get(path) ?? 0);
  return [...byLevel.entries()]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, level]) =>
      Array.from({ length: Math.ceil(level.length / mostBeside) }, (_, row) =>
        level.slice(row * mostBeside, (row + 1) * mostBeside),
      ),
    );
}

/** How many tasks come before each at least, along the longest way; a way that leads back is not gone twice. */
function levelsOf(nodes: readonly GraphNode[], edges: Graph['edges']): ReadonlyMap<string, number> {
  const before = Map.groupBy(edges, ({ to }) => to);
  const levels = new Map<string, number>();
  const order = nodes.map(({ path }) => path);
  for (const first of order) {
    const stack = [first];
    for (let path = stack.at(-1); path !== undefined; path = stack.at(-1)) {
      if (!levels.has(path)) levels.set(path, 0);
      const open = (before.get(path) ?? []).map(({ from }) => from).filter((from) => !levels.has(from));
      if (open.length > 0) stack.push(...open);
      else {
        stack.pop();
        levels.set(path, Math.max(0, ...(before.get(path) ?? []).map(({ from }) => (levels.get(from) ?? 0) + 1)));
      }
    }
  }
  return levels;
}

function linesBetween(boxes: readonly Box[], edges: Graph['edges']): readonly Line[] {
  const byPath = new Map(boxes.map((box) => [box.path, box]));
  return edges.flatMap(({ from, to }) => {
    const [start, end] = [byPath.get(from), byPath.get(to)];
    if (start === undefined || end === undefined) return [];
    const [x1, y1] = [start.x + start.width / 2, start.y + start.height];
    const [x2, y2] = [end.x + end.width / 2, end.y];
    const [top, bottom, left, right] = [Math.min(y1, y2), Math.max(y1, y2), Math.min(x1, x2), Math.max(x1, x2)];
    return [{ id: `${from} ${to}`, from, to, d: `M${x1} ${y1} L${x2} ${y2}`, top, bottom, left, right }];
  });
}
