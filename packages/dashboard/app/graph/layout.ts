import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Graph } from './build.ts';
import type { Box, Layout, Line } from './placed.ts';
import { plainLayout } from './plain-layout.ts';

/** Beside the page's own thread: a hundred tasks take long enough to be felt. */
const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });

const size = { width: 176, height: 46 };
const padding = { 'elk.padding': '[top=44,left=12,bottom=12,right=12]' };

/** From here on what is there at once counts for more than what is beautiful. */
const large = 60;

/** Finds a place for every task: what comes after something stands below it. */
export async function layoutOf(graph: Graph): Promise<Layout> {
  if (graph.nodes.length > large) return plainLayout(graph);
  const done = await elk.layout(toElk(graph));
  const boxes: Box[] = [];
  flatten(done, { x: 0, y: 0 }, boxes);
  const places = new Map<string, Point>(boxes.map((box) => [box.path, box]));
  const lines = (done.edges ?? []).flatMap((edge) => lineOf(edge, places.get(edge.container ?? '')));
  return { width: done.width ?? 0, height: done.height ?? 0, boxes, lines };
}

function toElk({ nodes, edges }: Graph): ElkNode {
  const inside = Map.groupBy(nodes, ({ parent }) => parent);
  const make = (parent: string): ElkNode[] =>
    (inside.get(parent) ?? []).map(({ path }) => {
      const children = make(path);
      return children.length === 0 ? { id: path, ...size } : { id: path, children, layoutOptions: padding };
    });
  const known = new Set(nodes.map(({ path }) => path));
  return {
    id: '',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.layered.spacing.nodeNodeBetweenLayers': '28',
      'elk.spacing.nodeNode': '14',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: make(''),
    edges: edges
      .filter(({ from, to }) => known.has(from) && known.has(to))
      .map(({ from, to }) => ({ id: `${from} ${to}`, sources: [from], targets: [to] })),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function flatten(node: ElkNode, origin: Point, boxes: Box[]): void {
  for (const child of node.children ?? []) {
    const at = { x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) };
    const isGroup = (child.children?.length ?? 0) > 0;
    boxes.push({ path: child.id, ...at, width: child.width ?? 0, height: child.height ?? 0, isGroup });
    flatten(child, at, boxes);
  }
}

function pointsOf({ sections = [] }: ElkExtendedEdge): readonly Point[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
}

/** Points of a line count from the group that both of its ends stand in. */
function lineOf(edge: ElkExtendedEdge, origin: Point = { x: 0, y: 0 }): readonly Line[] {
  const points = pointsOf(edge).map(({ x, y }) => ({ x: x + origin.x, y: y + origin.y }));
  if (points.length === 0) return [];
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return [
    {
      id: edge.id,
      from: edge.sources[0] ?? '',
      to: edge.targets[0] ?? '',
      d: points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' '),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
      left: Math.min(...xs),
      right: Math.max(...xs),
    },
  ];
}
