import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { ExecutionView } from '../../client.ts';
import { lengthOf, type PairedTask } from '../../compare/paired-tasks.ts';
import { PhaseMark } from '../../part/phase.tsx';
import { Text } from '../../part/text.tsx';
import type { Row } from '../../story/story.ts';
import { lengthText } from '../../time.ts';
import { Differences } from './differences.tsx';

interface TaskTableProps {
  readonly tasks: readonly PairedTask[];
  readonly left: ExecutionView;
  readonly right: ExecutionView;
}

/** The tasks of both, a row for each; what was put in and came out differently is there when a row is opened. */
export function TaskTable({ tasks, left, right }: TaskTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<string | null>(null);
  const longest = Math.max(
    1,
    ...tasks.flatMap((task) => [task.left, task.right].map((row) => (row === null ? 0 : lengthOf(row)))),
  );
  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 36,
    getItemKey: (index) => tasks[index]?.key ?? index,
    overscan: 10,
  });
  if (tasks.length === 0) return <p className="faint">No task differs.</p>;
  return (
    <div
      className="paired"
      ref={scroller}
      role="table"
      aria-label="Tasks of both"
      aria-rowcount={tasks.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className="head">
        <div role="row" className="cells">
          <span role="columnheader">Task</span>
          <span role="columnheader">Left</span>
          <span role="columnheader">Right</span>
          <span role="columnheader">Difference</span>
        </div>
      </div>
      <div role="rowgroup" className="lines" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const task = tasks[index];
          if (task === undefined) return null;
          return (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 2}
              data-index={index}
              ref={virtual.measureElement}
              className={task.isOther ? 'both other' : 'both'}
              style={{ transform: `translateY(${start}px)` }}
            >
              <div className="cells" role="presentation">
                <span role="cell" className="name">
                  <Text of={nameOf(task)} />
                </span>
                <Half row={task.left} execution={left.id} longest={longest} />
                <Half row={task.right} execution={right.id} longest={longest} />
                <span role="cell">
                  <Verdict
                    task={task}
                    isOpen={open === task.key}
                    onOpen={() => setOpen(open === task.key ? null : task.key)}
                  />
                </span>
              </div>
              {open === task.key && <Opened task={task} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HalfProps {
  readonly row: Row | null;
  readonly execution: string;
  readonly longest: number;
}

function Half({ row, execution, longest }: HalfProps) {
  if (row === null)
    return (
      <span role="cell" className="half faint">
        not there
      </span>
    );
  const address = `/executions/${encodeURIComponent(execution)}?${new URLSearchParams({ task: row.key }).toString()}`;
  return (
    <span role="cell" className="half">
      <PhaseMark phase={row.phase} />
      <Link href={address}>{row.endedAt === null ? 'goes on' : lengthText(lengthOf(row))}</Link>
      {row.attempts > 1 && <span className="attempts">×{row.attempts}</span>}
      <span className={`measure ${row.phase}`} style={{ width: `${(lengthOf(row) / longest) * 100}%` }} />
    </span>
  );
}

interface VerdictProps {
  readonly task: PairedTask;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function Verdict({ task, isOpen, onOpen }: VerdictProps) {
  const { left, right, input, output } = task;
  const parts = [
    left !== null && right !== null && left.phase !== right.phase && `${left.phase}, ${right.phase}`,
    input.length > 0 && 'input',
    output.length > 0 && 'output',
    left !== null && right !== null && apartText(lengthOf(right) - lengthOf(left)),
  ].filter((part) => typeof part === 'string');
  if (input.length + output.length === 0) return parts.join('; ');
  return (
    <button type="button" className="quiet" aria-expanded={isOpen} onClick={onOpen}>
      {parts.join('; ')}
    </button>
  );
}

function apartText(apart: number): string {
  if (apart === 0) return 'as long';
  return `${apart > 0 ? '+' : '−'}${lengthText(Math.abs(apart))}`;
}

function Opened({ task: { input, output } }: { readonly task: PairedTask }) {
  return (
    <div className="opened" role="cell">
      {input.length > 0 && (
        <>
          <h3>Input</h3>
          <Differences differences={input} nothing="" />
        </>
      )}
      {output.length > 0 && (
        <>
          <h3>Output</h3>
          <Differences differences={output} nothing="" />
        </>
      )}
    </div>
  );
}

function nameOf({ left, right }: PairedTask): string {
  const row = left ?? right;
  return row === null ? '' : [row.name, row.which].filter((part) => part !== '').join(' ');
}
