import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { approvals, type PendingApproval } from '../../client/approvals.ts';
import { Problem } from '../../part/problem.tsx';
import { useMay, useWho } from '../../part/use-may.ts';
import { Amend } from './amend.tsx';

/** Yes, no with a reason, or another question. */
export function Answer({ question: { id, kind, call } }: { readonly question: PendingApproval }) {
  const [comment, setComment] = useState('');
  const [isAmending, setAmending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const [needsReason, setNeedsReason] = useState(false);
  const queries = useQueryClient();
  const who = useWho();
  const may = useMay();
  const answer = useMutation({
    mutationFn: (verb: 'approve' | 'deny') => approvals.answer(id, { verb, comment: comment.trim() }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['approvals'] }),
  });
  const deny = (): void => {
    if (comment.trim() !== '') return answer.mutate('deny');
    setNeedsReason(true);
    return field.current?.focus();
  };
  // Policies may want more of whoever answers: the server says so then.
  if (!may('POST /api/approvals/{id}/approve'))
    return <p className="facts">The role {who?.role ?? ''} may look, not answer.</p>;
  const canAmend = kind === 'call' && (call['kind'] === 'function' || call['kind'] === 'workflow');
  return (
    <div className="answer">
      <label>
        Comment, or the reason of a no
        <textarea
          ref={field}
          dir="auto"
          rows={2}
          value={comment}
          aria-invalid={needsReason && comment.trim() === ''}
          onChange={({ target }) => setComment(target.value)}
        />
      </label>
      {needsReason && comment.trim() === '' && (
        <p role="alert" className="problem">
          Say why not: whoever started it will read it.
        </p>
      )}
      <div className="orders">
        <button type="button" className="primary" onClick={() => answer.mutate('approve')} disabled={answer.isPending}>
          Approve
        </button>
        <button type="button" className="danger" onClick={deny} disabled={answer.isPending}>
          Deny
        </button>
        {canAmend && (
          <button type="button" className="quiet" onClick={() => setAmending(true)}>
            Change the values…
          </button>
        )}
      </div>
      <Problem error={answer.error} />
      {isAmending && <Amend id={id} input={call['input'] ?? {}} onClose={() => setAmending(false)} />}
    </div>
  );
}
