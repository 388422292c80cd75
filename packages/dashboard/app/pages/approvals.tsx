import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { client, type PendingApproval } from '../client.ts';
import { Value, visible } from '../part/value.tsx';
import { agoText, instantText } from '../time.ts';

/** What people are asked before a call is made: the call as it will be made, why, and until when. */
export function Approvals() {
  const list = useQuery({ queryKey: ['approvals'], queryFn: client.approvals, refetchInterval: 3_000 });
  const approvals = list.data?.approvals ?? [];
  return (
    <main>
      <h1>Approvals</h1>
      {list.isError && (
        <p role="alert" className="problem">
          {list.error.message}
        </p>
      )}
      {list.isSuccess && approvals.length === 0 && (
        <p className="empty">
          Nothing waits for an answer. What cannot be taken back is asked here: high risk,{' '}
          <code>metadata.approval</code>, and what the policy says.
        </p>
      )}
      {approvals.map((approval) => (
        <Question key={approval.id} approval={approval} />
      ))}
    </main>
  );
}

function Question({ approval }: { readonly approval: PendingApproval }) {
  const { what, reason, call, execution, workflow, user, task, risk, undo } = approval;
  return (
    <article className="question" aria-label={what}>
      <h2 dir="auto">{visible(what)}</h2>
      <p className="facts">
        {risk !== null && <strong className={`risk ${risk}`}>{risk} risk</strong>}
        <span dir="auto">{visible(reason)}</span>
      </p>
      <p className="facts">
        <span>
          <bdi>{task}</bdi> of <Link href={`/executions/${encodeURIComponent(execution)}`}>{workflow}</Link>, started by{' '}
          <bdi>{user}</bdi>
        </span>
        <span>{undo === null ? 'cannot be undone' : `undone by ${undo}`}</span>
        <span>asked {agoText(approval.since, Date.now())}</span>
        <span>without an answer by {instantText(approval.until)} it is not done</span>
        <Yeses approval={approval} />
      </p>
      <Value label="The call" value={call} />
      <Answer id={approval.id} />
    </article>
  );
}

function Yeses({ approval: { quorum, approvedBy, roles } }: { readonly approval: PendingApproval }) {
  return (
    <>
      {roles.length > 0 && <span>answered by {roles.join(' or ')}</span>}
      {quorum > 1 && (
        <span>
          {approvedBy.length} of {quorum} said yes{approvedBy.length > 0 && `: ${approvedBy.join(', ')}`}
        </span>
      )}
    </>
  );
}

function Answer({ id }: { readonly id: string }) {
  const [comment, setComment] = useState('');
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (verb: 'approve' | 'deny') => client.answer(id, { verb, comment }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['approvals'] }),
  });
  return (
    <div className="filters">
      <label>
        Comment
        <input value={comment} dir="auto" onChange={({ target }) => setComment(target.value)} />
      </label>
      <button type="button" onClick={() => answer.mutate('approve')} disabled={answer.isPending}>
        Approve
      </button>
      <button type="button" className="danger" onClick={() => answer.mutate('deny')} disabled={answer.isPending}>
        Deny
      </button>
      {answer.isError && (
        <span role="alert" className="problem">
          {answer.error.message}
        </span>
      )}
    </div>
  );
}
