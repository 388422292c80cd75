import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { PendingApproval } from '../../client/approvals.ts';
import { Text } from '../../part/text.tsx';
import { namedIn, useTitles } from '../../part/titles.ts';
import { Value } from '../../part/value.tsx';
import { agoText, instantText, lengthText } from '../../time.ts';
import { Answer } from './answer.tsx';
import { Content } from './content.tsx';
import { RiskMark } from './risk-mark.tsx';
import { kindText, titleOf } from './title.ts';

/** All that there is to know before somebody answers: what, why, with which values from where, what it costs and what undoes it. */
export function Evidence({ question }: { readonly question: PendingApproval }) {
  const { kind, what, reason, call, execution, workflow, user, task, risk, since, until } = question;
  const title = useTitles()(namedIn(workflow));
  return (
    <article className="evidence card" aria-label={what}>
      <header>
        <h2 dir="auto">
          <Text of={titleOf(question)} />
        </h2>
        {kind === 'call' ? <RiskMark risk={risk} /> : <span className="badge">{kindText(question)}</span>}
      </header>
      <p className="why" dir="auto">
        <Text of={reason} />
      </p>
      <dl className="points">
        <Point name="Asked by">
          <Link href={`/executions/${encodeURIComponent(execution)}`}>
            <Text of={title} />
          </Link>
          {task !== '' && (
            <>
              , task <Text of={task} />
            </>
          )}
          , started by <Text of={user} />
        </Point>
        {kind === 'call' && (
          <>
            <Point name="Costs">{costText(question)}</Point>
            <Point name="Undo">{undoOf(question)}</Point>
          </>
        )}
        <Point name="May answer">{whoText(question)}</Point>
        <Point name="Asked">{agoText(since, Date.now())}</Point>
        <Point name="Expires">
          <time title={instantText(until)}>in {lengthText(Math.max(0, until - Date.now()))}</time>; no answer is a no
        </Point>
      </dl>
      <Content question={question} />
      <Value label="The whole of it" value={call} isFolded />
      <Answer question={question} />
    </article>
  );
}

function Point({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function costText({ cost }: PendingApproval): string {
  if (cost === null) return 'not known';
  const { money, currency = '', tokens } = cost;
  const said = [money === undefined ? '' : `${money} ${currency}`, tokens === undefined ? '' : `${tokens} tokens`];
  return said.filter((part) => part !== '').join(' and ') || 'nothing';
}

function undoOf({ undo }: PendingApproval) {
  if (undo === null) return <strong className="problem">nothing undoes it</strong>;
  return (
    <>
      <Text of={undo} /> undoes it
    </>
  );
}

function whoText({ roles, quorum, approvedBy }: PendingApproval): string {
  const who = roles.length === 0 ? 'whoever may approve' : roles.join(' or ');
  if (quorum === 1) return who;
  const yes = approvedBy.length === 0 ? '' : ` (${approvedBy.join(', ')})`;
  return `${who}; ${approvedBy.length} of ${quorum} said yes${yes}`;
}
