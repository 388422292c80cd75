import { visible } from '../part/value.tsx';
import type { Row, Span } from '../story/story.ts';
import { lengthText } from '../time.ts';
import { percentOf, type Scale } from './scale.ts';

interface LaneProps {
  readonly row: Row;
  readonly scale: Scale;
  readonly now: number;
}

/** When a row was at work: one bar, and inside it a bar for each attempt and each wait where there were several. */
export function Lane({ row, scale, now }: LaneProps) {
  const end = row.endedAt ?? now;
  const hasParts = row.spans.length > 1 || row.spans.some(({ kind }) => kind !== 'attempt');
  return (
    <>
      <span
        className={`bar ${row.phase}${hasParts ? ' around' : ''}${row.isStep ? ' step' : ''}`}
        style={placeOf(row.startedAt, end, scale)}
      />
      {hasParts &&
        row.spans.map((span) => (
          <span
            key={`${span.kind} ${span.from}`}
            className={`part ${span.kind} ${toneOf(span)}`}
            style={placeOf(span.from, span.until ?? now, scale)}
            title={titleOf(span, now)}
          />
        ))}
    </>
  );
}

function placeOf(from: number, until: number, scale: Scale) {
  const start = percentOf(from, scale);
  return { insetInlineStart: `${start}%`, width: `max(3px, ${percentOf(until, scale) - start}%)` };
}

/** The name of the phase whose colour a part has. */
function toneOf({ kind, how }: Span): string {
  if (how === 'open') return kind === 'attempt' ? 'running' : 'waiting';
  return kind === 'attempt' || how !== 'completed' ? how : 'waiting';
}

/** What a part of a bar is, in words. */
export function spanText({ kind, how, text }: Span): string {
  const said = text === '' ? '' : `: ${text}`;
  if (kind === 'attempt') return `${how === 'open' ? 'attempt, going on' : `attempt, ${how}`}${said}`;
  const names = { delay: 'waits', gate: 'waits for', question: 'asks', standing: 'stands still' } as const;
  return kind === 'delay' ? `${names[kind]} ${text}` : `${names[kind]}${said}`;
}

function titleOf(span: Span, now: number): string {
  return visible(`${spanText(span)} (${lengthText((span.until ?? now) - span.from)})`);
}
