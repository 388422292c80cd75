import { Link } from 'wouter';
import type { WaitingFor } from '../../client.ts';
import { Copyable } from '../../part/copyable.tsx';
import { Text } from '../../part/text.tsx';
import { waitingCommand, waitingText } from '../../part/waiting.ts';

interface WaitsProps {
  readonly id: string;
  readonly waitingFor: readonly WaitingFor[];
  readonly now: number;
}

/** How many are told at once; a wide fork waits for thousands. */
const most = 5;

/** What an open execution waits for: the question people ask most. */
export function Waits({ id, waitingFor, now }: WaitsProps) {
  if (waitingFor.length === 0) return null;
  const left = waitingFor.length - most;
  return (
    <ul className="waiting" aria-label="Waits for">
      {waitingFor.slice(0, most).map((waiting) => (
        <Wait key={`${waiting.kind} ${waitingText(waiting, 0)}`} id={id} waiting={waiting} now={now} />
      ))}
      {left > 0 && <li>and for {left} more</li>}
    </ul>
  );
}

function Wait({ id, waiting, now }: { readonly id: string; readonly waiting: WaitingFor; readonly now: number }) {
  const command = waitingCommand(waiting, id);
  return (
    <li>
      <span>
        waits for <Text of={waitingText(waiting, now)} />
      </span>
      {waiting.kind === 'approval' && <Link href="/approvals">Answer</Link>}
      {waiting.kind === 'child' && <Link href={`/executions/${encodeURIComponent(waiting.child)}`}>Look</Link>}
      {waiting.kind === 'lock' && waiting.holder !== undefined && (
        <Link href={`/executions/${encodeURIComponent(waiting.holder.execution)}`}>Look</Link>
      )}
      {command !== null && <Copyable text={command} />}
    </li>
  );
}
