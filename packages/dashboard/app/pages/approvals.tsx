import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { approvals } from '../client/approvals.ts';
import { Empty } from '../part/empty.tsx';
import { Problem } from '../part/problem.tsx';
import { useKeys } from '../shell/keys.ts';
import { Evidence } from './approvals/evidence.tsx';
import { addressOf, QuestionList } from './approvals/question-list.tsx';
import '../style/approvals.css';

/** How often new questions are looked for. */
const often = 2_000;

/** What people are asked before something is done: the questions beside the evidence of the one that is looked at. */
export function Approvals() {
  const [params] = useSearchParams();
  const [, go] = useLocation();
  const list = useQuery({ queryKey: ['approvals'], queryFn: approvals.list, refetchInterval: often });
  const questions = list.data?.approvals ?? [];
  const wanted = params.get('id');
  const place = questions.findIndex(({ id }) => id === wanted);
  const shown = questions[Math.max(place, 0)];
  const move = (by: number): void => {
    const next = questions[Math.max(place, 0) + by];
    if (next !== undefined) go(addressOf(next), { replace: true });
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  return (
    <main className="wide">
      <header className="page">
        <h1>Approvals</h1>
      </header>
      <Problem error={list.error} />
      {list.isSuccess && questions.length === 0 && <Nothing />}
      {shown !== undefined && (
        <div className={place === -1 ? 'inbox' : 'inbox is-open'}>
          <QuestionList questions={questions} shown={Math.max(place, 0)} />
          <div>
            {place === -1 && wanted !== null && (
              <p role="status" className="facts">
                The question of this address has been answered or has expired.
              </p>
            )}
            <Link href="/approvals" className="back">
              All questions
            </Link>
            <Evidence key={shown.id} question={shown} />
          </div>
        </div>
      )}
    </main>
  );
}

function Nothing() {
  return (
    <Empty icon="approvals" title="Nothing waits for an answer.">
      <p>
        What cannot be taken back is asked here before it is done: calls of high risk, tasks with{' '}
        <code>metadata.approval</code>, plans that change on their way, budgets that do not suffice, and whatever the
        policy says. The execution waits; nothing else does.
      </p>
    </Empty>
  );
}
