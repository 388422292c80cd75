import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Span, Story } from '../story/story.ts';
import { placedRows, type Placed } from '../story/tree.ts';
import { lengthText } from '../time.ts';
import { ticksOf } from './axis.ts';
import { Line } from './line.tsx';
import { percentOf, scaleOf, type Scale } from './scale.ts';
import { treeKey } from './tree-key.ts';
import '../style/timeline.css';

const rowHeight = 30;

interface TimelineProps {
  readonly story: Story;
  readonly now: number;
  /** The key of the row that is looked at; empty for none. */
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
  /** What tasks wait for, by their keys. */
  readonly waiting: ReadonlyMap<string, string>;
}

/** All tasks in the order they began, each with a bar from its beginning to its end; only those in sight are drawn. */
export function Timeline({ story, now, chosen, onChoose, waiting }: TimelineProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => placedRows(story.rows.values(), closed), [story, closed]);
  const [isSqueezed, setSqueezed] = useState(true);
  const scale = useMemo(() => scaleOf([...story.rows.values()], { now, isSqueezed }), [story, now, isSqueezed]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight,
  });
  const choose = useCallback(
    (index: number) => {
      setCurrent(index);
      onChoose(lines[index]?.row.key ?? '');
    },
    [lines, onChoose],
  );
  const fold = useCallback((key: string) => setClosed((before) => toggled(before, key)), []);
  const move = (index: number): void => {
    setCurrent(index);
    virtual.scrollToIndex(index);
  };
  useChosenInSight(lines, chosen, (index) => {
    setCurrent(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  });
  if (lines.length === 0) return <p className="empty">No task has started yet.</p>;
  const shown = virtual.getVirtualItems();
  const isShown = shown.some(({ index }) => index === current);
  return (
    <div className="timeline-frame">
      <div
        className="timeline"
        ref={scroller}
        role="treegrid"
        tabIndex={0}
        aria-label="Timeline of the tasks"
        aria-rowcount={lines.length + 1}
        aria-colcount={3}
        {...(isShown && { 'aria-activedescendant': `line-${current}` })}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (treeKey(event, { lines, current, onMove: move, onChoose: choose, onFold: fold })) event.preventDefault();
        }}
      >
        <Head scale={scale} />
        <div className="lines" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          <Behind scale={scale} standing={story.standing} now={now} />
          {shown.map(({ index, start }) => {
            const placed = lines[index];
            if (placed === undefined) return null;
            const { key } = placed.row;
            return (
              <Line
                key={key}
                placed={placed}
                index={index}
                top={start}
                scale={scale}
                now={placed.row.endedAt ?? now}
                isChosen={key === chosen}
                isCurrent={index === current}
                waiting={placed.row.endedAt === null ? waiting.get(key) : undefined}
                onChoose={choose}
                onFold={fold}
              />
            );
          })}
        </div>
      </div>
      <label className="squeeze">
        <input type="checkbox" checked={isSqueezed} onChange={({ target }) => setSqueezed(target.checked)} />
        Draw waits short
      </label>
    </div>
  );
}

/** Brings the row of an address into sight, once it is there. */
function useChosenInSight(lines: readonly Placed[], chosen: string, show: (index: number) => void): void {
  const shown = useRef('');
  useEffect(() => {
    if (chosen === shown.current) return;
    const index = lines.findIndex(({ row }) => row.key === chosen);
    if (index < 0 && chosen !== '') return;
    shown.current = chosen;
    if (index >= 0) show(index);
  });
}

function Head({ scale }: { readonly scale: Scale }) {
  return (
    <div role="rowgroup" className="head">
      <div role="row" aria-rowindex={1}>
        <span role="columnheader" className="name">
          Task
        </span>
        <span role="columnheader" className="lane" aria-label="When">
          {ticksOf(scale).map(({ offset, percent }) => (
            <span key={offset} className="tick" style={{ insetInlineStart: `${percent}%` }} aria-hidden="true">
              {offset === 0 ? '0' : lengthText(offset)}
            </span>
          ))}
        </span>
        <span role="columnheader" className="took">
          Took
        </span>
      </div>
    </div>
  );
}

interface BehindProps {
  readonly scale: Scale;
  readonly standing: readonly Span[];
  readonly now: number;
}

/** Behind the bars: lines to find an instant by, waits that are drawn short, and when all of it stood still. */
function Behind({ scale, standing, now }: BehindProps) {
  const placed = (from: number, until: number) => {
    const start = percentOf(from, scale);
    return { insetInlineStart: `${start}%`, width: `${percentOf(until, scale) - start}%` };
  };
  return (
    <div className="behind" aria-hidden="true">
      {ticksOf(scale).map(({ offset, percent }) => (
        <span key={offset} className="mark" style={{ insetInlineStart: `${percent}%` }} />
      ))}
      {scale.squeezed.map(({ from, until }) => (
        <span key={`squeezed ${from}`} className="squeezed" style={placed(from, until)} />
      ))}
      {standing.map(({ from, until }) => (
        <span key={`standing ${from}`} className="standing" style={placed(from, until ?? now)} />
      ))}
    </div>
  );
}

function toggled(before: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(before);
  if (!next.delete(key)) next.add(key);
  return next;
}
