import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'wouter';
import { planClient, type PlanPage } from '../../client/plans.ts';
import { Copyable } from '../../part/copyable.tsx';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { useMay } from '../../part/use-may.ts';

interface PlanOrdersProps {
  readonly page: PlanPage;
  readonly isEdited: boolean;
  readonly onEdit: () => void;
}

/** Agree, start, change, go back: agreeing and starting are one thing where nothing else keeps it. */
export function PlanOrders({ page, isEdited, onEdit }: PlanOrdersProps) {
  const { name, version, versions, plan, approval, isApproved } = page;
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [, setSearch] = useSearchParams();
  const isNewest = version === versions.at(-1);
  const start = useMutation({
    mutationFn: async () => {
      if (!isApproved) await planClient.approve(name, { version, hash: plan.hash });
      return planClient.startPlan(`${name}:${version}`);
    },
    onSuccess: ({ id }) => go(`/executions/${encodeURIComponent(id)}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['plan', name] }),
  });
  const approve = useMutation({
    mutationFn: () => planClient.approve(name, { version, hash: plan.hash }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['plan', name] }),
  });
  const revert = useMutation({
    mutationFn: () => planClient.revert(name, version),
    onSuccess: (made) => setSearch({ plan: name, version: String(made.version) }),
  });
  const may = useMay();
  const mayStart = may('POST /api/orchestrate');
  const mayAgree = may('POST /api/plans/{name}/approve');
  const isBusy = start.isPending || approve.isPending || revert.isPending;
  const isOpen = plan.questions.length > 0;
  return (
    <div className="orders plan-orders">
      {mayStart && (isApproved || mayAgree) && (
        <button type="button" className="primary" disabled={isBusy || isOpen} onClick={() => start.mutate()}>
          {isApproved ? 'Start' : 'Approve and start'}
        </button>
      )}
      {!isApproved && mayAgree && (
        <button type="button" disabled={isBusy || isOpen} onClick={() => approve.mutate()}>
          {mayStart ? 'Approve only' : 'Approve'}
        </button>
      )}
      {may('POST /api/plans/{name}/versions') && (
        <button type="button" aria-expanded={isEdited} onClick={onEdit}>
          Edit
        </button>
      )}
      {!isNewest && may('POST /api/plans/{name}/revert') && (
        <button type="button" disabled={isBusy} onClick={() => revert.mutate()}>
          Go back to this version
        </button>
      )}
      <span className="faint">
        {approval === null ? (
          'Nobody has agreed to it yet.'
        ) : (
          <>
            Version {approval.version} was agreed to by <Text of={approval.by} />
            {approval.version === version && !isApproved && '; what it rests on has changed since'}.
          </>
        )}
      </span>
      <Copyable text={`baton do --plan ${name}:${version}`} />
      <Problem error={start.error ?? approve.error ?? revert.error} />
    </div>
  );
}
