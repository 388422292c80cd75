import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { TaskView } from '../client.ts';
import { lengthText } from '../time.ts';
import { Phase } from './phase.tsx';

const rowHeight = 34;

/** A bar for each task, from when it started to when it ended; only those in sight are drawn. */
export function Timeline({ tasks, now }: { readonly tasks: readonly TaskView[]; readonly now: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const from = Math.min(...tasks.map(({ startedAt }) => startedAt));
  const until = Math.max(...tasks.map(({ endedAt }) => endedAt ?? now), from + 1);
  const share = (at: number): number => ((at - from) / (until - from)) * 100;
  if (tasks.length === 0) return <p className="empty">No task has started yet.</p>;
  return (
    <div className="timeline" ref={scroller} tabIndex={0} role="region" aria-label="Timeline of the tasks">
      <table style={{ height: rows.getTotalSize() }}>
        <caption className="unseen">
          Tasks in the order they started, with phase, attempts, and how long they took
        </caption>
        <thead className="unseen">
          <tr>
            <th>Task</th>
            <th>Phase</th>
            <th>Time</th>
          </tr>
        </thead>
        <tbody>
          {rows.getVirtualItems().map(({ index, start }) => {
            const task = tasks[index];
            if (task === undefined) return null;
            const end = task.endedAt ?? now;
            return (
              <tr key={task.reference} style={{ transform: `translateY(${start}px)`, height: rowHeight }}>
                <td className="name" style={{ paddingInlineStart: 8 + 14 * depthOf(task.reference) }}>
                  <bdi>{task.name}</bdi>
                  {task.attempts > 1 && <span className="attempts">×{task.attempts}</span>}
                </td>
                <td className="state">
                  <Phase phase={task.phase} />
                </td>
                <td className="lane">
                  <span
                    className={`bar ${task.phase}`}
                    style={{
                      insetInlineStart: `${share(task.startedAt)}%`,
                      width: `max(3px, ${share(end) - share(task.startedAt)}%)`,
                    }}
                  />
                  <span className="length">{lengthText(end - task.startedAt)}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** How deep a task stands: names in a key are parted by slashes. */
function depthOf(reference: string): number {
  return reference.split('/').length - 1;
}
