import { useQuery } from '@tanstack/react-query';
import type { Json } from '../../client.ts';
import { planClient, type PlanChange, type PlanPage } from '../../client/plans.ts';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { visible } from '../../part/value.tsx';
import { RiskMark } from '../approvals/risk-mark.tsx';

const signs = { added: '+', removed: '−', changed: '±' } as const;

/** What is different from the version that was agreed to, or from the one before. */
export function PlanChanges({ page: { name, version, versions } }: { readonly page: PlanPage }) {
  const changes = useQuery({
    queryKey: ['plan', name, 'changes', version],
    queryFn: () => planClient.changes(name, version),
    enabled: version !== versions[0],
  });
  if (version === versions[0]) return null;
  if (changes.data === undefined) return <Problem error={changes.error} />;
  const { from, changes: found } = changes.data;
  return (
    <section className="card changes" aria-label="Changes">
      <h2>Since version {from}</h2>
      {found.length === 0 && <p className="faint">Nothing is different.</p>}
      <ul>
        {found.map((change) => (
          <li key={`${change.kind} ${change.task}`} className={change.kind}>
            <Change change={change} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Change({ change }: { readonly change: PlanChange }) {
  const { kind, task, risk } = change;
  const members = change.kind === 'changed' ? change.members : [];
  return (
    <>
      <p className="facts">
        <strong>
          {signs[kind]} <Text of={task} />
        </strong>
        <span>{kind}</span>
        <RiskMark risk={risk} />
      </p>
      {members.map(({ name, before, after }) => (
        <p key={name} className="member" dir="auto">
          {visible(name)}: <del>{textOf(before)}</del> <ins>{textOf(after)}</ins>
        </p>
      ))}
    </>
  );
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : visible(typeof value === 'string' ? value : JSON.stringify(value));
}
