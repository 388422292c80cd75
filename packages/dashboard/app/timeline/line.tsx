import { memo } from 'react';
import { PhaseMark } from '../part/phase.tsx';
import { Text } from '../part/text.tsx';
import type { Placed } from '../story/tree.ts';
import { lengthText } from '../time.ts';
import { Lane } from './lane.tsx';
import type { Scale } from './scale.ts';

interface LineProps {
  readonly placed: Placed;
  readonly index: number;
  /** Pixels from the top. */
  readonly top: number;
  readonly scale: Scale;
  readonly now: number;
  readonly isChosen: boolean;
  readonly isCurrent: boolean;
  /** What it waits for, where something is to be said about that. */
  readonly waiting: string | undefined;
  readonly onChoose: (index: number) => void;
  readonly onFold: (key: string) => void;
}

/** One row of the timeline. Its place is a transform, so that scrolling moves rows without laying them out again. */
export const Line = memo(function Line(props: LineProps) {
  const { placed, index, top, scale, now, isChosen, isCurrent, waiting } = props;
  const { row, depth, hasInside, isOpen } = placed;
  const took = (row.endedAt ?? now) - row.startedAt;
  return (
    <div
      role="row"
      id={`line-${index}`}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-selected={isChosen}
      {...(hasInside && { 'aria-expanded': isOpen })}
      className={`line${isChosen ? ' chosen' : ''}${isCurrent ? ' current' : ''}${row.isPast ? ' past' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => props.onChoose(index)}
    >
      <span role="gridcell" className="name" style={{ paddingInlineStart: 8 + 14 * Math.min(depth, 8) }}>
        <Fold hasInside={hasInside} isOpen={isOpen} onFold={() => props.onFold(row.key)} />
        <PhaseMark phase={row.phase} />
        <Text of={row.name} />
        {row.which !== '' && <small>{row.which}</small>}
        {row.attempts > 1 && <span className="attempts">×{row.attempts}</span>}
        {row.items !== null && (
          <small>
            {row.begun}/{row.items}
          </small>
        )}
      </span>
      <span role="gridcell" className="lane">
        <Lane row={row} scale={scale} now={now} />
        {waiting !== undefined && (
          <span className="waits">
            <Text of={waiting} />
          </span>
        )}
      </span>
      <span role="gridcell" className="took">
        {lengthText(took)}
      </span>
    </div>
  );
});

/** Opens and closes what stands inside; keys do it too, so that it needs no stop of its own on the way through the page. */
function Fold(props: { readonly hasInside: boolean; readonly isOpen: boolean; readonly onFold: () => void }) {
  if (!props.hasInside) return <span className="fold" />;
  return (
    <span
      className={props.isOpen ? 'fold open' : 'fold shut'}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        props.onFold();
      }}
    />
  );
}
