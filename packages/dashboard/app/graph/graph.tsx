import { useEffect, useMemo, useRef, useState } from 'react';
import type { Graph as TaskGraph, GraphNode } from './build.ts';
import { closedAtFirst, insideCounts, withoutClosed } from './fold-groups.ts';
import { layoutOf } from './layout.ts';
import { NodeBox } from './node-box.tsx';
import type { Box, Layout, Line } from './placed.ts';
import { useAttention } from './use-attention.ts';
import { useWindow, type Window } from './use-window.ts';
import '../style/graph.css';

/** What there is to say about a task, beside its name. */
export interface NodeNote {
  /** The name of a phase, or of whatever else the task is coloured by. */
  readonly tone: string;
  /** One short line. */
  readonly text: string;
}

interface GraphProps {
  readonly graph: TaskGraph;
  readonly noteOf: (node: GraphNode) => NodeNote;
  /** The path of the task that is looked at. */
  readonly chosen: string;
  readonly onChoose: (path: string) => void;
}

const zooms = [0.4, 0.6, 0.8, 1, 1.25] as const;
const plain = 3;
const around = 16;

/** Tasks and what follows what. Only what is in sight is drawn; the timeline, or the list beside it, is its table. */
export function Graph({ graph, noteOf, chosen, onChoose }: GraphProps) {
  const [closed, setClosed] = useState(() => closedAtFirst(graph));
  const [chosenZoom, setZoom] = useState<number | null>(null);
  const shown = useMemo(() => withoutClosed(graph, closed), [graph, closed]);
  const counts = useMemo(() => insideCounts(graph), [graph]);
  const layout = useLayout(shown);
  const frame = useRef<HTMLDivElement>(null);
  const zoom = chosenZoom ?? fitting(layout, frame.current?.clientWidth ?? 0);
  const scale = zooms[zoom] ?? 1;
  const [wanted, setWanted] = useState<string | null>(null);
  const toggle = (path: string): void => {
    setWanted(path);
    setClosed((before) => toggled(before, path));
  };
  return (
    <div className="graph-frame" ref={frame}>
      <div className="tools" role="toolbar" aria-label="The graph">
        <button type="button" className="quiet" aria-label="Smaller" onClick={() => setZoom(Math.max(0, zoom - 1))}>
          −
        </button>
        <span aria-live="polite">{Math.round(scale * 100)} %</span>
        <button
          type="button"
          className="quiet"
          aria-label="Larger"
          onClick={() => setZoom(Math.min(zooms.length - 1, zoom + 1))}
        >
          +
        </button>
      </div>
      {layout === null ? (
        <p className="faint drawing" role="status">
          Finding a place for {shown.nodes.length === 1 ? 'one task' : `${shown.nodes.length} tasks`}…
        </p>
      ) : (
        <Drawing {...{ layout, graph, counts, closed, scale, noteOf, chosen, onChoose, wanted }} onFold={toggle} />
      )}
      <Listed graph={graph} noteOf={noteOf} />
    </div>
  );
}

interface DrawingProps extends GraphProps {
  readonly layout: Layout;
  readonly counts: ReadonlyMap<string, number>;
  readonly closed: ReadonlySet<string>;
  readonly scale: number;
  readonly onFold: (path: string) => void;
  /** The group that was opened or closed last. */
  readonly wanted: string | null;
}

function Drawing(props: DrawingProps) {
  const { layout, graph, counts, closed, scale, noteOf, chosen, onChoose, onFold } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const window = scaled(useWindow(scroller), scale);
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.path, node])), [graph]);
  useAttention(scroller, { layout, scale, path: props.wanted ?? chosen });
  const size = { width: layout.width + 2 * around, height: layout.height + 2 * around };
  return (
    <div className="graph" ref={scroller} tabIndex={0} role="region" aria-label="Graph of the tasks">
      <div className="paper" style={{ width: size.width * scale, height: size.height * scale }}>
        <div className="drawn" style={{ ...size, transform: `scale(${scale})` }}>
          <svg width={size.width} height={size.height} aria-hidden="true">
            {layout.lines
              .filter((line) => isLineIn(line, window))
              .map(({ id, d }) => (
                <path key={id} className="edge" d={d} transform={`translate(${around} ${around})`} />
              ))}
          </svg>
          {layout.boxes
            .filter((box) => isBoxIn(box, window))
            .map((box) => {
              const node = nodes.get(box.path);
              if (node === undefined) return null;
              const note = noteOf(node);
              return (
                <NodeBox
                  key={box.path}
                  name={node.name}
                  kind={node.kind}
                  left={box.x + around}
                  top={box.y + around}
                  width={box.width}
                  height={box.height}
                  path={box.path}
                  isGroup={box.isGroup}
                  inside={closed.has(box.path) ? (counts.get(box.path) ?? 0) : 0}
                  tone={note.tone}
                  note={note.text}
                  isChosen={box.path === chosen}
                  onChoose={onChoose}
                  onFold={onFold}
                />
              );
            })}
        </div>
      </div>
    </div>
  );
}

/** For those who do not look: every task, and what it comes after. More than this nobody listens to. */
const mostListed = 200;

function Listed({ graph, noteOf }: Pick<GraphProps, 'graph' | 'noteOf'>) {
  return (
    <div className="unseen">
      <table>
        <caption>
          {graph.nodes.length} tasks and what each comes after
          {graph.nodes.length > mostListed && `, the first ${mostListed}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th scope="col">Comes after</th>
          </tr>
        </thead>
        <tbody>
          {graph.nodes.slice(0, mostListed).map((node) => (
            <tr key={node.path}>
              <td>{node.path}</td>
              <td>{node.kind}</td>
              <td>{noteOf(node).text}</td>
              <td>
                {graph.edges
                  .filter(({ to }) => to === node.path)
                  .map(({ from }) => from)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The largest size at which everything can be seen side by side; no smaller than can be read. */
function fitting(layout: Layout | null, width: number): number {
  if (layout === null) return plain;
  const fits = zooms.findLastIndex((one, index) => index <= plain && (layout.width + 2 * around) * one <= width);
  return Math.max(1, fits);
}

/** The place of everything, found anew when the graph changes; the last one stays until then. */
function useLayout(graph: TaskGraph): Layout | null {
  const [layout, setLayout] = useState<Layout | null>(null);
  useEffect(() => {
    let isWanted = true;
    void layoutOf(graph).then((done) => {
      if (isWanted) setLayout(done);
    });
    return () => {
      isWanted = false;
    };
  }, [graph]);
  return layout;
}

function scaled({ left, top, width, height }: Window, scale: number): Window {
  return { left: left / scale, top: top / scale, width: width / scale, height: height / scale };
}

function isBoxIn({ x, y, width, height }: Box, window: Window): boolean {
  const [left, top] = [x + around, y + around];
  const isBeside = left + width < window.left || left > window.left + window.width;
  return !isBeside && top + height >= window.top && top <= window.top + window.height;
}

function isLineIn({ left, right, top, bottom }: Line, window: Window): boolean {
  const isBeside = right + around < window.left || left + around > window.left + window.width;
  return !isBeside && bottom + around >= window.top && top + around <= window.top + window.height;
}

function toggled(before: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(before);
  if (!next.delete(path)) next.add(path);
  return next;
}
