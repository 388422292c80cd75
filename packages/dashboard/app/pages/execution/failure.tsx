import { Link } from 'wouter';
import type { Details } from '../../client.ts';
import { Copyable } from '../../part/copyable.tsx';
import { Text } from '../../part/text.tsx';
import { Value, visible } from '../../part/value.tsx';
import { wordsOf } from '../../story/row.ts';
import { givenTo, type Row, type Story } from '../../story/story.ts';
import { shellWord } from './shell-word.ts';
import { useMaySteer } from './use-may-steer.ts';

interface FailureProps {
  readonly details: Details;
  readonly story: Story;
  /** Where it is best tried again; null when nobody knows, undefined until it is known whether somebody does. */
  readonly from: string | null | undefined;
  readonly onBranch: () => void;
  readonly onChoose: (key: string) => void;
}

/** What went wrong, before everything else: the fault, what the task was given, and how to go on from there. */
export function Failure({ details: { view }, story, from, onBranch, onChoose }: FailureProps) {
  const { fault } = view;
  const maySteer = useMaySteer();
  if (fault === null) return null;
  const row = blamedRow(story, from ?? null);
  const given = row === null ? undefined : givenTo(row);
  return (
    <section className="failure" role="alert">
      <h2>
        {visible(wordsOf(fault) ?? fault.title ?? fault.type)} <span className="status">{fault.status}</span>
      </h2>
      <p dir="auto">{visible(fault.detail ?? 'It says nothing more.')}</p>
      <p className="facts">
        {row !== null && (
          <button type="button" className="quiet" onClick={() => onChoose(row.key)}>
            in <Text of={row.name} />
          </button>
        )}
        {fault.instance !== undefined && (
          <span>
            at <code>{visible(fault.instance)}</code>
          </span>
        )}
        <code>{visible(fault.type)}</code>
      </p>
      {given !== undefined && <Value label="What it was given" value={given} />}
      <div className="orders">
        {from !== undefined && (
          <>
            {maySteer && (
              <button type="button" className="primary" onClick={onBranch}>
                {from === null ? 'Try again from its start' : 'Try again from there'}
              </button>
            )}
            <Copyable text={`baton fork ${view.id}${from === null ? '' : ` --from ${shellWord(from)}`}`} />
          </>
        )}
        <Copyable text={`baton show ${view.id}`} />
      </div>
    </section>
  );
}

/** The innermost task that faulted, of those that the fault came through. */
function blamedRow({ rows }: Story, from: string | null): Row | null {
  const faulted = [...rows.values()].filter(({ phase, isStep }) => phase === 'faulted' && !isStep);
  const inside = from === null ? faulted : faulted.filter(({ key }) => key.startsWith(from));
  return inside.toSorted((a, b) => b.key.length - a.key.length)[0] ?? faulted.at(-1) ?? null;
}

/** Where this execution came from, when it was branched off. */
export function Origin({ details: { branchedFrom } }: { readonly details: Details }) {
  if (branchedFrom === null) return null;
  const { execution } = branchedFrom;
  return (
    <span>
      branched off <Link href={`/executions/${encodeURIComponent(execution)}`}>{execution}</Link>,{' '}
      <Link href={`/compare?${new URLSearchParams({ left: execution }).toString()}`}>compare</Link>
    </span>
  );
}
