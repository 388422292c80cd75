import { Link } from 'wouter';
import type { Assignment } from '../../client/agents.ts';
import { Phase } from '../../part/phase.tsx';
import { Text } from '../../part/text.tsx';
import { agoText } from '../../time.ts';

/** The phase of an execution that looks like a mission's. */
const phases: Readonly<Record<string, string>> = { open: 'running', completed: 'completed', stopped: 'faulted' };

/** Missions with why they went to whom, and what came of them. */
export function Assignments({ rows }: { readonly rows: readonly Assignment[] }) {
  return (
    <div className="card scrolled" tabIndex={0} role="region" aria-label="Missions">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Mission</th>
            <th scope="col">Why this agent</th>
            <th scope="col">Outcome</th>
            <th scope="col" className="number">
              When
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ execution, task, why, phase, reason, detail, at }) => (
            <tr key={`${execution} ${task} ${at}`}>
              <td>
                <Link href={`/executions/${encodeURIComponent(execution)}`}>
                  <Text of={task} />
                </Link>
              </td>
              <td>
                <Text of={why} />
              </td>
              <td>
                <Phase phase={phases[phase] ?? phase} substate={phase} />
                {(detail ?? reason) !== null && (
                  <small>
                    {' '}
                    <Text of={detail ?? reason ?? ''} />
                  </small>
                )}
              </td>
              <td className="number">{agoText(at, Date.now())}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
