import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { schedules, type ScheduleVerb } from '../../client/schedules.ts';
import { Dialog } from '../../part/dialog.tsx';
import { Problem } from '../../part/problem.tsx';
import { useMay } from '../../part/use-may.ts';

/** What can be done to a schedule in its phase; ending it is asked twice. */
export function Orders({ id, phase }: { readonly id: string; readonly phase: string }) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [isEnding, setEnding] = useState(false);
  const change = useMutation({
    mutationFn: (verb: ScheduleVerb) => schedules.change(id, verb),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['schedules'] }),
  });
  const trigger = useMutation({
    mutationFn: () => schedules.trigger(id),
    onSuccess: (started) => go(`/executions/${encodeURIComponent(started.id)}`),
  });
  const mayChange = useMay()('POST /api/schedules/{namespace}/{name}/pause');
  if (phase === 'deleted' || !mayChange) return null;
  const verb = phase === 'paused' ? 'resume' : 'pause';
  return (
    <div className="orders">
      <button type="button" onClick={() => trigger.mutate()} disabled={trigger.isPending}>
        Start one now
      </button>
      <button type="button" onClick={() => change.mutate(verb)} disabled={change.isPending}>
        {verb === 'pause' ? 'Pause' : 'Resume'}
      </button>
      <button type="button" className="danger" onClick={() => setEnding(true)}>
        End…
      </button>
      <Problem error={change.error ?? trigger.error} />
      {isEnding && (
        <Dialog title="End this schedule" onClose={() => setEnding(false)}>
          <p>It starts nothing more until its definition is published again. What is open goes on.</p>
          <div className="orders">
            <button
              type="button"
              className="danger"
              onClick={() => {
                setEnding(false);
                change.mutate('delete');
              }}
            >
              End it
            </button>
            <button type="button" onClick={() => setEnding(false)}>
              Leave it
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
