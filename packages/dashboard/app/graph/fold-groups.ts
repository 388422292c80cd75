import type { Graph, GraphNode } from './build.ts';

/** Tasks drawn at once before groups are shown closed. */
const many = 120;

/** Groups that are closed at first: all of them where a graph has more tasks than anybody sees at once. */
export function closedAtFirst({ nodes }: Graph): ReadonlySet<string> {
  if (nodes.length <= many) return new Set();
  return new Set(nodes.flatMap(({ parent }) => (parent === '' ? [] : [parent])));
}

/** A graph without what stands inside closed groups; what led to it leads to the group. */
export function withoutClosed({ nodes, edges }: Graph, closed: ReadonlySet<string>): Graph {
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const shown = new Map(nodes.map((node) => [node.path, shownFor(node, byPath, closed)]));
  const left = nodes.filter(({ path }) => shown.get(path) === path);
  const lines = new Map<string, { readonly from: string; readonly to: string }>();
  for (const edge of edges) {
    const [from, to] = [shown.get(edge.from), shown.get(edge.to)];
    if (from !== undefined && to !== undefined && from !== to) lines.set(`${from} ${to}`, { from, to });
  }
  return { nodes: left, edges: [...lines.values()] };
}

/** The outermost closed group around a task, or the task itself. */
function shownFor(node: GraphNode, byPath: ReadonlyMap<string, GraphNode>, closed: ReadonlySet<string>): string {
  let shown = node.path;
  for (let around = byPath.get(node.parent); around !== undefined; around = byPath.get(around.parent))
    if (closed.has(around.path)) shown = around.path;
  return shown;
}

/** How many tasks stand inside each group, however deep. */
export function insideCounts({ nodes }: Graph): ReadonlyMap<string, number> {
  const parents = new Map(nodes.map(({ path, parent }) => [path, parent]));
  const counts = new Map<string, number>();
  for (const { parent } of nodes)
    for (let around: string | undefined = parent; around !== undefined && around !== ''; around = parents.get(around))
      counts.set(around, (counts.get(around) ?? 0) + 1);
  return counts;
}
