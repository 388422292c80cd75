import type { Details } from '../../client.ts';
import { Phase } from '../../part/phase.tsx';
import { Text } from '../../part/text.tsx';
import { instantText, lengthText } from '../../time.ts';
import { Origin } from './failure.tsx';
import { Orders } from './orders.tsx';

interface HeadingProps {
  readonly details: Details;
  /** What its definition calls itself; empty for most. */
  readonly title: string;
  /** When its plan was changed. */
  readonly revisions: readonly number[];
  readonly until: number;
  readonly onBranch: () => void;
}

/** What is executed, how far it is, and what can be ordered. */
export function Heading({ details, title, revisions, until, onBranch }: HeadingProps) {
  const { view } = details;
  const { namespace, name, version } = view.definition;
  return (
    <header className="page">
      <div>
        <h1>
          <Text of={title === '' ? `${namespace}/${name}` : title} />
        </h1>
        <p className="facts">
          <Phase phase={view.phase} substate={view.substate} />
          <span>{lengthText(until - view.startedAt)}</span>
          {title !== '' && <Text of={`${namespace}/${name}`} />}
          <span>version {version}</span>
          <span>
            started {instantText(view.startedAt)} by <Text of={view.user} />
          </span>
          {revisions.length > 0 && (
            <span title={revisions.map(instantText).join(', ')}>
              goes by a changed plan since {instantText(revisions.at(-1) ?? 0)}
            </span>
          )}
          <code>{view.id}</code>
          <Origin details={details} />
        </p>
      </div>
      <Orders details={details} onBranch={onBranch} />
    </header>
  );
}
