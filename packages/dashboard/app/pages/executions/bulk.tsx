import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { orderMany, type BulkFilter, type Verb } from '../../client/bulk.ts';
import { Dialog } from '../../part/dialog.tsx';
import { Problem } from '../../part/problem.tsx';
import { useMay } from '../../part/use-may.ts';

const verbs: readonly { readonly verb: Verb; readonly label: string; readonly means: string }[] = [
  { verb: 'pause', label: 'Pause', means: 'They begin nothing new until somebody resumes them.' },
  { verb: 'resume', label: 'Resume', means: 'They go on where they stand.' },
  {
    verb: 'cancel',
    label: 'Cancel',
    means: 'What they did is undone where a task says how; they never go on. This cannot be taken back.',
  },
];

interface BulkProps {
  readonly chosen: readonly string[];
  /** What the list shows; null when that is everything. */
  readonly filter: BulkFilter | null;
  readonly onClear: () => void;
}

/** Orders to those that were chosen, or to all that the filter finds. */
export function Bulk({ chosen, filter, onClear }: BulkProps) {
  const [order, setOrder] = useState<{ readonly verb: Verb; readonly filter: BulkFilter } | null>(null);
  const maySteer = useMay()('POST /api/executions/bulk');
  if (chosen.length === 0 && filter === null) return null;
  if (!maySteer && chosen.length === 0) return null;
  const target = chosen.length > 0 ? { ids: [...chosen] } : filter;
  return (
    <div className="bulk" role="group" aria-label="Orders to many">
      <span>{chosen.length > 0 ? `${chosen.length} chosen` : 'All that are found'}</span>
      {target !== null &&
        maySteer &&
        verbs.map(({ verb, label }) => (
          <button
            key={verb}
            type="button"
            className={verb === 'cancel' ? 'danger' : undefined}
            onClick={() => setOrder({ verb, filter: target })}
          >
            {label}…
          </button>
        ))}
      {chosen.length === 2 && (
        <Link
          className="button"
          href={`/compare?${new URLSearchParams({ left: chosen[0] ?? '', right: chosen[1] ?? '' }).toString()}`}
        >
          Compare
        </Link>
      )}
      {chosen.length > 0 && (
        <button type="button" className="quiet" onClick={onClear}>
          Clear
        </button>
      )}
      {order !== null && <Sure {...order} onClose={() => setOrder(null)} onDone={onClear} />}
    </div>
  );
}

interface SureProps {
  readonly verb: Verb;
  readonly filter: BulkFilter;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** First how many it would be, by a dry run; then the order; then what came of it. */
function Sure({ verb, filter, onClose, onDone }: SureProps) {
  const queries = useQueryClient();
  const count = useQuery({
    queryKey: ['dry-run', verb, filter],
    queryFn: () => orderMany({ action: verb, filter, dryRun: true }),
    gcTime: 0,
  });
  const order = useMutation({
    mutationFn: () => orderMany({ action: verb, filter, dryRun: false }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['executions'] }),
  });
  const chosen = verbs.find((one) => one.verb === verb);
  const matched = count.data?.matched;
  return (
    <Dialog title={`${chosen?.label} executions`} onClose={onClose}>
      {order.data === undefined ? (
        <>
          <p>
            {matched === undefined ? 'Counting…' : <strong>{matched} open executions</strong>}{' '}
            {matched !== undefined && 'would be concerned. '}
            {chosen?.means}
          </p>
          <div className="orders">
            <button
              type="button"
              className={verb === 'cancel' ? 'danger' : 'primary'}
              disabled={matched === undefined || matched === 0 || order.isPending}
              onClick={() => order.mutate()}
            >
              {chosen?.label} {matched ?? ''}
            </button>
            <button type="button" onClick={onClose}>
              Leave them
            </button>
          </div>
        </>
      ) : (
        <Outcome
          {...order.data}
          onClose={() => {
            onDone();
            onClose();
          }}
        />
      )}
      <Problem error={count.error ?? order.error} />
    </Dialog>
  );
}

interface OutcomeProps {
  readonly done: number;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
  readonly onClose: () => void;
}

function Outcome({ done, refused, onClose }: OutcomeProps) {
  return (
    <>
      <p role="status">
        Done for {done}
        {refused.length > 0 && `; refused for ${refused.length}`}.
      </p>
      {refused.length > 0 && (
        <ul className="refused">
          {refused.slice(0, 20).map(({ id, reason }) => (
            <li key={id}>
              <code>{id}</code> <bdi>{reason}</bdi>
            </li>
          ))}
        </ul>
      )}
      <div className="orders">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </>
  );
}
