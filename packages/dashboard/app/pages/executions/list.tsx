import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { ExecutionView } from '../../client.ts';
import { Phase } from '../../part/phase.tsx';
import { Text } from '../../part/text.tsx';
import { useTitles } from '../../part/titles.ts';
import { visible } from '../../part/value.tsx';
import { useKeys } from '../../shell/keys.ts';
import { usePreference } from '../../shell/preference.ts';
import { agoText, instantText, lengthText } from '../../time.ts';

interface ListProps {
  readonly executions: readonly ExecutionView[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string) => void;
  /** Rows near the end came in sight. */
  readonly onEnd: () => void;
  /** Whether the newest are in sight. */
  readonly onTop: (isTop: boolean) => void;
}

const heights = { comfortable: 52, compact: 40 };

/** Rows in sight, and a few more: how many there are costs nothing. */
export function List({ executions, chosen, onChoose, onEnd, onTop }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = usePreference('density') === 'compact' ? heights.compact : heights.comfortable;
  const rows = useVirtualizer({
    count: executions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  });
  const [first, last] = [rows.range?.startIndex ?? 0, rows.range?.endIndex ?? 0];
  useEffect(() => rows.measure(), [rows, height]);
  useEffect(() => {
    if (last >= executions.length - 40) onEnd();
  }, [last, executions.length, onEnd]);
  useEffect(() => onTop(first < 20), [first, onTop]);
  useRowKeys({ scroller, count: executions.length, show: (index) => rows.scrollToIndex(index) });
  const [now, title] = [Date.now(), useTitles()];
  return (
    <div className="list" ref={scroller} tabIndex={0} role="region" aria-label="List of executions">
      <table aria-rowcount={executions.length} style={{ height: rows.getTotalSize() + 36 }}>
        <Head />
        <tbody>
          {rows.getVirtualItems().map(({ index, start }) => {
            const view = executions[index];
            if (view === undefined) return null;
            return (
              <tr
                key={view.id}
                data-index={index}
                aria-rowindex={index + 1}
                className={chosen.has(view.id) ? 'chosen' : undefined}
                style={{ transform: `translateY(${start}px)`, height }}
              >
                <Cells view={view} title={title} now={now} isChosen={chosen.has(view.id)} onChoose={onChoose} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="unseen">Chosen</span>
        </th>
        <th scope="col">Execution</th>
        <th scope="col">Phase</th>
        <th scope="col" className="by">
          By
        </th>
        <th scope="col" className="number">
          Started
        </th>
        <th scope="col" className="number">
          Took
        </th>
      </tr>
    </thead>
  );
}

interface CellsProps {
  readonly title: ReturnType<typeof useTitles>;
  readonly view: ExecutionView;
  readonly now: number;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}

function Cells({ view, title, now, isChosen, onChoose }: CellsProps) {
  const { id, definition, phase, substate, fault, user, startedAt, endedAt } = view;
  const slug = `${definition.namespace}/${definition.name}`;
  const name = title(definition);
  return (
    <>
      <td>
        <input type="checkbox" aria-label={`Choose ${id}`} checked={isChosen} onChange={() => onChoose(id)} />
      </td>
      <td className="what">
        <Link href={`/executions/${encodeURIComponent(id)}`} dir="auto">
          <Text of={name} />
        </Link>
        <small dir="auto">
          {name !== slug && (
            <>
              <Text of={slug} />{' '}
            </>
          )}
          {fault === null ? (
            <code>{id}</code>
          ) : (
            <span className="problem">{visible(fault.title ?? fault.detail ?? fault.type)}</span>
          )}
        </small>
      </td>
      <td>
        <Phase phase={phase} substate={substate} />
      </td>
      <td className="by">
        <bdi>{visible(user)}</bdi>
      </td>
      <td className="number">
        <time title={instantText(startedAt)}>{agoText(startedAt, now)}</time>
      </td>
      <td className="number">{lengthText((endedAt ?? now) - startedAt)}</td>
    </>
  );
}

interface RowKeys {
  readonly scroller: React.RefObject<HTMLDivElement | null>;
  readonly count: number;
  readonly show: (index: number) => void;
}

/** `j` and `k` move the focus from row to row, `x` chooses the one that has it; Enter opens it, as a link does. */
function useRowKeys({ scroller, count, show }: RowKeys): void {
  const focused = (): number => Number(document.activeElement?.closest('tr')?.dataset['index'] ?? -1);
  const row = (index: number): Element | null => scroller.current?.querySelector(`tr[data-index="${index}"]`) ?? null;
  const focus = (index: number): void => row(index)?.querySelector('a')?.focus({ preventScroll: true });
  const move = (by: number): void => {
    const index = focused() + by;
    if (index < 0 || index >= count) return;
    show(index);
    // One that is not drawn yet gets the focus once it is.
    if (row(index) === null) requestAnimationFrame(() => focus(index));
    else focus(index);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    x: () => row(focused())?.querySelector('input')?.click(),
  });
}
