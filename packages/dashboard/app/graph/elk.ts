import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Graph } from './build.ts';
import type { Box, Layout, Line } from './placed.ts';

const size = { width: 176, height: 46 };

/**
 * Lines join tasks of one container only, so each is laid out for itself: that keeps the order that the definition has, which a
 * layout over all of them does not.
 */
const order = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'SEPARATE_CHILDREN',
  'elk.separateConnectedComponents': 'false',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.spacing.nodeNode': '14',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};
const container = { ...order, 'elk.padding': '[top=44,left=12,bottom=12,right=12]' };

/** A graph as elkjs takes it. */
export function elkOf({ nodes, edges }: Graph): ElkNode {
  const inside = Map.groupBy(nodes, ({ parent }) => parent);
  const make = (parent: string): ElkNode[] =>
    (inside.get(parent) ?? []).map(({ path }) => {
      const children = make(path);
      return children.length === 0 ? { id: path, ...size } : { id: path, children, layoutOptions: container };
    });
  const known = new Set(nodes.map(({ path }) => path));
  return {
    id: '',
    // Otherwise lines inside of a container count from its corner, though they are listed here.
    layoutOptions: { ...order, 'elk.json.edgeCoords': 'ROOT' },
    children: make(''),
    edges: edges
      .filter(({ from, to }) => known.has(from) && known.has(to))
      .map(({ from, to }) => ({ id: `${from} ${to}`, sources: [from], targets: [to] })),
  };
}

/** What elkjs answers, in one plane. */
export function placed(done: ElkNode): Layout {
  const boxes: Box[] = [];
  placeBoxes(done, { x: 0, y: 0 }, boxes);
  const lines = (done.edges ?? []).map((edge) => lineOf(edge, pointsOf(edge)));
  return { width: done.width ?? 0, height: done.height ?? 0, boxes, lines: lines.filter(({ d }) => d !== '') };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function placeBoxes(node: ElkNode, origin: Point, boxes: Box[]): void {
  for (const child of node.children ?? []) {
    const at = { x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) };
    const isGroup = (child.children?.length ?? 0) > 0;
    boxes.push({ path: child.id, ...at, width: child.width ?? 0, height: child.height ?? 0, isGroup });
    placeBoxes(child, at, boxes);
  }
}

function pointsOf({ sections = [] }: ElkExtendedEdge): readonly Point[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
}

function lineOf({ id, sources, targets }: ElkExtendedEdge, points: readonly Point[]): Line {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    id,
    from: sources[0] ?? '',
    to: targets[0] ?? '',
    d: points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' '),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
    left: Math.min(...xs),
    right: Math.max(...xs),
  };
}
