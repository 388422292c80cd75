import { memo } from 'react';
import { PhaseMark } from '../part/phase.tsx';
import { Text } from '../part/text.tsx';

interface NodeBoxProps {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** It is drawn with tasks inside it. */
  readonly isGroup: boolean;
  /** Tasks inside it that are not drawn. */
  readonly inside: number;
  readonly tone: string;
  readonly note: string;
  readonly isChosen: boolean;
  readonly onChoose: (path: string) => void;
  readonly onFold: (path: string) => void;
}

/** One task of a graph. The timeline is for the keyboard; here every task is reached with the pointer. */
export const NodeBox = memo(function NodeBox(props: NodeBoxProps) {
  const { path, name, kind, left, top, width, height, isGroup, inside, tone, note, isChosen } = props;
  return (
    <div
      className={`node ${tone}${isGroup ? ' group' : ''}${inside > 0 ? ' stack' : ''}${isChosen ? ' chosen' : ''}`}
      style={{ left, top, width, height }}
    >
      <button type="button" tabIndex={-1} onClick={() => props.onChoose(path)}>
        <span className="node-name">
          <Text of={name} />
        </span>
        <span className="node-note">
          {phases.has(tone) && <PhaseMark phase={tone} />}
          {isGroup ? kind : note}
          {inside > 0 && ` · ${inside} inside`}
        </span>
      </button>
      {(isGroup || inside > 0) && (
        <button
          type="button"
          tabIndex={-1}
          className="quiet fold-group"
          aria-label={`${isGroup ? 'Close' : 'Open'} ${name}`}
          onClick={() => props.onFold(path)}
        >
          {isGroup ? '−' : '+'}
        </button>
      )}
    </div>
  );
});

const phases = new Set(['running', 'waiting', 'completed', 'faulted', 'skipped', 'cancelled']);
