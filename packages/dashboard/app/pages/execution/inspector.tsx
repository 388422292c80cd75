import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { JsonObject } from '../../client.ts';
import { taskAt } from '../../graph/task-at.ts';
import { Copyable } from '../../part/copyable.tsx';
import { Icon } from '../../part/icon.tsx';
import { Phase } from '../../part/phase.tsx';
import { Text } from '../../part/text.tsx';
import { Value, visible } from '../../part/value.tsx';
import { givenTo, type Row, type Story } from '../../story/story.ts';
import { instantText, lengthText } from '../../time.ts';
import { spanText } from '../../timeline/lane.tsx';
import { Transcript } from '../../transcript/transcript.tsx';
import { shellWord } from './shell-word.ts';
import { useMaySteer } from './use-may-steer.ts';

interface InspectorProps {
  readonly id: string;
  readonly row: Row;
  readonly story: Story;
  readonly definition: JsonObject | undefined;
  readonly now: number;
  readonly waiting: string | undefined;
  readonly onBranch: (key: string) => void;
  readonly onClose: () => void;
}

/** Everything about one task or step, beside the timeline: what it was given, what it did, what came of it. */
export function Inspector(props: InspectorProps) {
  const { id, row, story, definition, now, waiting, onBranch, onClose } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [row.key]);
  const task = row.isStep ? row.parent : row.key;
  const given = givenTo(row);
  const maySteer = useMaySteer();
  return (
    <aside
      className="inspector"
      aria-label={`About ${row.name}`}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <header>
        <h2 tabIndex={-1} ref={heading}>
          <Text of={row.name} /> {row.which !== '' && <small>{row.which}</small>}
        </h2>
        <button type="button" className="quiet icon-only" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <p className="facts">
        <Phase phase={row.phase} />
        <span>{lengthText((row.endedAt ?? now) - row.startedAt)}</span>
        <span>{instantText(row.startedAt)}</span>
        {row.isPast && <span>taken over from the execution it was branched off from</span>}
      </p>
      {waiting !== undefined && (
        <p className="note wait">
          waits <Text of={waiting} />
        </p>
      )}
      {row.fault !== null && (
        <div className="note bad">
          <strong>
            {visible(row.fault.title ?? row.fault.type)} ({row.fault.status})
          </strong>
          <p dir="auto">{visible(row.fault.detail ?? 'It says nothing more.')}</p>
        </div>
      )}
      <Attempts row={row} now={now} />
      <Call row={row} />
      <Transcript id={id} row={row} story={story} />
      {given !== undefined && <Value label="Input" value={given} />}
      {row.output !== undefined && <Value label="Output" value={row.output} />}
      <Written definition={definition} taskKey={task} />
      <footer>
        {maySteer && (
          <button type="button" onClick={() => onBranch(task)}>
            Branch off here…
          </button>
        )}
        <Copyable text={`baton fork ${id} --from ${shellWord(task)}`} />
      </footer>
    </aside>
  );
}

/** Tries and waits as a table, where there was more than one straight way through. */
function Attempts({ row, now }: { readonly row: Row; readonly now: number }) {
  if (row.spans.length < 2) return null;
  return (
    <table className="spans">
      <caption>Attempts and waits</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Began after</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {row.spans.map((span) => (
          <tr key={`${span.kind} ${span.from}`}>
            <td dir="auto">{visible(spanText(span))}</td>
            <td>+{lengthText(span.from - row.startedAt)}</td>
            <td>{lengthText((span.until ?? now) - span.from)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The outside call, as it was made. A call of a function says it by name; its input stands below. */
function Call({ row: { effect } }: { readonly row: Row }) {
  if (effect === null) return null;
  if (effect.kind === 'function')
    return (
      <p className="facts">
        <span>
          calls <code>{visible(`${effect.name}${effect.version === undefined ? '' : `:${effect.version}`}`)}</code>
        </span>
      </p>
    );
  if (effect.kind === 'workflow')
    return (
      <p className="facts">
        <span>
          executes{' '}
          <Link href={`/executions/${encodeURIComponent(effect.child)}`}>
            {visible(`${effect.namespace}/${effect.name}:${effect.version}`)}
          </Link>
        </span>
      </p>
    );
  return <Value label="The call" value={JSON.stringify(effect, null, 2)} isFolded />;
}

/** What the definition says, before any expression in it was evaluated: where its values come from. */
function Written({ definition, taskKey }: { readonly definition: JsonObject | undefined; readonly taskKey: string }) {
  const task = definition === undefined ? null : taskAt(definition, taskKey);
  return task === null ? null : <Value label="As the definition says it" value={task} isFolded />;
}
