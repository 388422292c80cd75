import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { costs, type Account, type Amounts } from '../../client/costs.ts';
import { countText, moneyText } from '../../money.ts';
import { Meter } from '../../part/chart.tsx';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { useMay } from '../../part/use-may.ts';
import { LimitDialog } from './limit-dialog.tsx';

/** What may be spent, and how much of it is: by the tenant, by users, by executions that are open. */
export function Budgets() {
  const budgets = useQuery({ queryKey: ['budgets'], queryFn: costs.budgets });
  const mayLimit = useMay()('POST /api/budgets');
  const [limited, setLimited] = useState<string | null>(null);
  const shown = (budgets.data?.accounts ?? []).filter(({ caps }) => Object.keys(caps).length > 0);
  return (
    <section className="card">
      <header className="page">
        <h2>Budgets</h2>
        {mayLimit && (
          <button type="button" onClick={() => setLimited('tenant')}>
            Set a limit…
          </button>
        )}
      </header>
      <Problem error={budgets.error} />
      {budgets.isSuccess && shown.length === 0 && (
        <p className="facts">
          Nothing is limited. A limit holds before a call is made: what does not fit into it is not called.
        </p>
      )}
      {shown.length > 0 && (
        <div className="scrolled" tabIndex={0} role="region" aria-label="Limits">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Spent of the limit</th>
                <th scope="col">For each</th>
              </tr>
            </thead>
            <tbody>{shown.flatMap((account) => rowsOf(account, budgets.data?.currency ?? null))}</tbody>
          </table>
        </div>
      )}
      {limited !== null && <LimitDialog onClose={() => setLimited(null)} />}
    </section>
  );
}

const measures = ['money', 'tokens', 'calls', 'time'] as const;

function rowsOf({ account, caps, spent, reserved, per }: Account, currency: string | null) {
  return measures.flatMap((measure) => {
    const cap = caps[measure];
    if (cap === undefined) return [];
    const used = (spent[measure] ?? 0) + (reserved[measure] ?? 0);
    return [
      <tr key={`${account} ${measure}`}>
        <td>
          <AccountName account={account} />
        </td>
        <td>{measure}</td>
        <td>
          <Meter
            label={`${measure} of ${account}`}
            share={used / Math.max(cap, 1)}
            text={`${amountText(measure, used, currency)} of ${amountText(measure, cap, currency)}`}
            isBad={used >= cap * 0.9}
          />
        </td>
        <td>{per ?? 'all in all'}</td>
      </tr>,
    ];
  });
}

function AccountName({ account }: { readonly account: string }) {
  const [, execution] = /^execution\/([^/]+)$/.exec(account) ?? [];
  if (execution === undefined) return <Text of={account} />;
  return (
    <Link href={`/executions/${encodeURIComponent(execution)}`}>
      <code>{execution}</code>
    </Link>
  );
}

function amountText(measure: keyof Amounts, amount: number, currency: string | null): string {
  return measure === 'money' ? moneyText(amount, currency) : countText(amount);
}
