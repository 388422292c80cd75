import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { planClient } from '../../client/plans.ts';
import { Empty } from '../../part/empty.tsx';
import { Problem } from '../../part/problem.tsx';
import { visible } from '../../part/value.tsx';
import { agoText } from '../../time.ts';

/** The plans that are kept, the newest change first. */
export function KeptPlans() {
  const plans = useQuery({ queryKey: ['plans'], queryFn: planClient.plans });
  const rows = plans.data?.plans ?? [];
  if (plans.isError) return <Problem error={plans.error} />;
  if (plans.isSuccess && rows.length === 0)
    return (
      <Empty icon="start" title="No plan is kept yet">
        <p>
          A plan is kept when one is made for a goal, here or by <code>baton plan</code>.
        </p>
      </Empty>
    );
  return (
    <ul className="cards" aria-label="Plans">
      {rows.map(({ name, title, goal, versions, approved, changedAt }) => (
        <li key={name} className="card">
          <h2 dir="auto">
            <Link href={`/start?${new URLSearchParams({ plan: name }).toString()}`}>{visible(title)}</Link>
          </h2>
          <p dir="auto">{visible(goal)}</p>
          <p className="facts">
            <span>{versions.length === 1 ? 'one version' : `${versions.length} versions`}</span>
            <span>{approved === null ? 'nobody has agreed to it' : `version ${approved} was agreed to`}</span>
            <span>{agoText(changedAt, Date.now())}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
