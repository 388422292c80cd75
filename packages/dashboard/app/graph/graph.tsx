import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import { useEffect, useMemo, useState } from 'react';
import type { JsonObject, TaskView } from '../client.ts';
import { graphOf, pathOfKey, type Graph as TaskGraph } from './build.ts';

const elk = new ELK();
const size = { width: 168, height: 44 };

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.spacing.nodeNode': '16',
};

/** The tasks of a definition and what follows what, each in the colour and shape of its phase. */
export function Graph({ definition, tasks }: { readonly definition: JsonObject; readonly tasks: readonly TaskView[] }) {
  const graph = useMemo(() => graphOf(definition), [definition]);
  const [layout, setLayout] = useState<ElkNode | null>(null);
  useEffect(() => {
    let isWanted = true;
    void elk.layout(toElk(graph)).then((done) => {
      if (isWanted) setLayout(done);
    });
    return () => {
      isWanted = false;
    };
  }, [graph]);
  const phases = useMemo(() => phasesOf(tasks), [tasks]);
  if (layout === null) return <p className="empty">Drawing…</p>;
  return (
    <div className="graph" tabIndex={0} role="region" aria-label="Graph of the tasks">
      <svg
        role="img"
        aria-label={`${graph.nodes.length} tasks; the timeline lists them`}
        width={(layout.width ?? 0) + 16}
        height={(layout.height ?? 0) + 16}
      >
        <g transform="translate(8 8)">
          <Box node={layout} graph={graph} phases={phases} />
        </g>
      </svg>
    </div>
  );
}

interface BoxProps {
  readonly node: ElkNode;
  readonly graph: TaskGraph;
  readonly phases: ReadonlyMap<string, string>;
}

/** A task with those inside it; the root is the definition itself and has no frame. */
function Box({ node, graph, phases }: BoxProps) {
  const task = graph.nodes.find(({ path }) => path === node.id);
  const phase = phases.get(node.id) ?? 'unstarted';
  const isGroup = (node.children?.length ?? 0) > 0;
  return (
    <g transform={task === undefined ? undefined : `translate(${node.x ?? 0} ${node.y ?? 0})`}>
      {task !== undefined && (
        <>
          <rect className={`node ${phase} ${isGroup ? 'group' : ''}`} width={node.width} height={node.height} rx={8} />
          <text x={10} y={18} className="node-name">
            {shortened(task.name)}
          </text>
          <text x={10} y={34} className="node-kind">
            {isGroup ? task.kind : `${task.kind} · ${phase}`}
          </text>
        </>
      )}
      {node.edges?.map((edge) => (
        <path key={edge.id} className="edge" d={pathOf(edge)} />
      ))}
      {node.children?.map((child) => (
        <Box key={child.id} node={child} graph={graph} phases={phases} />
      ))}
    </g>
  );
}

function toElk({ nodes, edges }: TaskGraph): ElkNode {
  const make = (parent: string): ElkNode[] =>
    nodes
      .filter((node) => node.parent === parent)
      .map(({ path }) => {
        const children = make(path);
        return children.length === 0
          ? { id: path, ...size }
          : { id: path, children, layoutOptions: { 'elk.padding': '[top=44,left=12,bottom=12,right=12]' } };
      });
  const known = new Set(nodes.map(({ path }) => path));
  return {
    id: 'root',
    layoutOptions: options,
    children: make(''),
    edges: edges
      .filter(({ from, to }) => known.has(from) && known.has(to))
      .map(({ from, to }) => ({ id: `${from} ${to}`, sources: [from], targets: [to] })),
  };
}

function pathOf({ sections = [] }: ElkExtendedEdge): string {
  return sections
    .map(({ startPoint, bendPoints = [], endPoint }) =>
      [startPoint, ...bendPoints, endPoint].map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' '),
    )
    .join(' ');
}

/** The phase of the newest instance of each task. */
function phasesOf(tasks: readonly TaskView[]): ReadonlyMap<string, string> {
  return new Map(tasks.map(({ reference, phase }) => [pathOfKey(reference), phase]));
}

const longest = 20;

function shortened(name: string): string {
  return name.length <= longest ? name : `${name.slice(0, longest - 1)}…`;
}
