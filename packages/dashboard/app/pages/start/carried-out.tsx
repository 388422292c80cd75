import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { client } from '../../client.ts';
import { Phase } from '../../part/phase.tsx';
import { instantText } from '../../time.ts';

/** How many are shown; the list of executions has the others. */
const most = 5;

/** What became of a plan: the executions that carried it out, and the way to what they wrote. Nothing before the first. */
export function CarriedOut({ name }: { readonly name: string }) {
  const found = useQuery({
    queryKey: ['executions', 'of plan', name],
    queryFn: () => client.executions({ namespace: 'plans', name, limit: most }),
    refetchInterval: (query) => (query.state.data?.executions.some(({ endedAt }) => endedAt === null) ? 5_000 : false),
  });
  const executions = found.data?.executions ?? [];
  if (executions.length === 0) return null;
  return (
    <section className="card carried-out" aria-label="Carried out">
      <h2>Carried out</h2>
      <ul>
        {executions.map(({ id, phase, startedAt, endedAt }) => (
          <li key={id} className="facts">
            <Phase phase={phase} />
            <Link href={`/executions/${encodeURIComponent(id)}`}>
              {phase === 'completed' ? 'Results' : endedAt === null ? 'Watch it' : 'What became of it'}
              <span className="unseen"> of {id}</span>
            </Link>
            <span>{instantText(startedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
