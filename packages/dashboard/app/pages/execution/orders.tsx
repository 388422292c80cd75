import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { client, type Details } from '../../client.ts';
import { Problem } from '../../part/problem.tsx';
import { useKeys } from '../../shell/keys.ts';
import { useMaySteer } from './use-may-steer.ts';

interface OrdersProps {
  readonly details: Details;
  readonly onBranch: () => void;
}

/** What can be ordered in this phase. */
export function Orders({ details: { view, branchedFrom }, onBranch }: OrdersProps) {
  const queries = useQueryClient();
  const steer = useMutation({
    mutationFn: (verb: 'pause' | 'resume' | 'cancel') => client.steer(view.id, verb),
    onSettled: () => queries.invalidateQueries({ queryKey: ['execution', view.id] }),
  });
  const isOpen = view.endedAt === null;
  const maySteer = useMaySteer();
  const verb = view.phase === 'suspended' ? 'resume' : 'pause';
  useKeys({
    p: () => {
      if (isOpen && maySteer) steer.mutate(verb);
    },
    b: () => {
      if (maySteer) onBranch();
    },
  });
  const left = branchedFrom?.execution ?? '';
  return (
    <div className="orders">
      {isOpen && maySteer && (
        <>
          <button type="button" onClick={() => steer.mutate(verb)} disabled={steer.isPending}>
            {verb === 'pause' ? 'Pause' : 'Resume'}
          </button>
          <button type="button" className="danger" onClick={() => steer.mutate('cancel')} disabled={steer.isPending}>
            Cancel
          </button>
        </>
      )}
      <Link className="button plain" href={`/compare?${new URLSearchParams({ left, right: view.id }).toString()}`}>
        Compare
      </Link>
      {maySteer && (
        <button type="button" onClick={onBranch}>
          Execute again…
        </button>
      )}
      <Problem error={steer.error} />
    </div>
  );
}
