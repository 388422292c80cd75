import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { costs, type CostRow, type Days } from '../client/costs.ts';
import { countText, moneyText } from '../money.ts';
import { Bars } from '../part/chart.tsx';
import { Empty } from '../part/empty.tsx';
import { Problem } from '../part/problem.tsx';
import { Text } from '../part/text.tsx';
import { Budgets } from './costs/budgets.tsx';
import { daysOf, everyDay, periods } from './costs/periods.ts';
import '../style/costs.css';

const groups = [
  { name: 'of', label: 'Model or function' },
  { name: 'user', label: 'User' },
  { name: 'execution', label: 'Execution' },
] as const;

type Group = (typeof groups)[number]['name'];

/** What was spent: by day, and on what; and what may be. */
export function Costs() {
  const [params, setParams] = useSearchParams();
  const period = params.get('period') ?? '7d';
  const by = groups.find(({ name }) => name === params.get('by'))?.name ?? 'of';
  const days = daysOf(period, Date.now());
  const choose = (part: Readonly<Record<string, string>>): void =>
    setParams(new URLSearchParams({ period, by, ...part }));
  return (
    <main>
      <header className="page">
        <div>
          <h1>Costs</h1>
          <p className="lead">Models and functions with a price. Days begin at midnight in UTC.</p>
        </div>
        <div className="tabs" role="group" aria-label="Days">
          {periods.map(({ name, label }) => (
            <button key={name} type="button" aria-pressed={name === period} onClick={() => choose({ period: name })}>
              {label}
            </button>
          ))}
        </div>
      </header>
      <Spent days={days} by={by} onBy={(name) => choose({ by: name })} />
      <Budgets />
    </main>
  );
}

interface SpentProps {
  readonly days: Days;
  readonly by: Group;
  readonly onBy: (by: Group) => void;
}

function Spent({ days, by, onBy }: SpentProps) {
  const daily = useQuery({ queryKey: ['costs', 'day', days], queryFn: () => costs.by('day', days) });
  const grouped = useQuery({ queryKey: ['costs', by, days], queryFn: () => costs.by(by, days) });
  if (daily.data === undefined) return <Problem error={daily.error} />;
  const { currency, total, costs: rows } = daily.data;
  if (rows.length === 0)
    return (
      <Empty icon="costs" title="Nothing was spent on these days.">
        <p>
          Calls of models are reckoned by the table of prices, functions by their own <code>cost</code>. What may be
          spent is limited below, before a call is made, not after.
        </p>
      </Empty>
    );
  const dayRows = new Map(rows.map((row) => [row.day ?? '', row.spent.money ?? 0]));
  const bars = everyDay(days, { known: [...dayRows.keys()], now: Date.now() }).map((day) => ({
    label: day.slice(5),
    value: dayRows.get(day) ?? 0,
    text: moneyText(dayRows.get(day) ?? 0, currency),
  }));
  const reserved = total.reserved.money ?? 0;
  return (
    <>
      <dl className="tiles">
        <Tile name="Spent" value={moneyText(total.spent.money ?? 0, currency)} />
        <Tile name="Tokens" value={countText(total.spent.tokens ?? 0)} />
        <Tile name="Calls" value={countText(total.spent.calls ?? 0)} />
        <Tile name="Set aside for calls in flight" value={moneyText(reserved, currency)} />
      </dl>
      {bars.length > 1 && (
        <section className="card">
          <Bars title="Spent by day" columns={['Day', 'Spent']} bars={bars} />
        </section>
      )}
      <section className="card">
        <header className="page">
          <h2>On what</h2>
          <div className="tabs" role="group" aria-label="Grouped by">
            {groups.map(({ name, label }) => (
              <button key={name} type="button" aria-pressed={name === by} onClick={() => onBy(name)}>
                {label}
              </button>
            ))}
          </div>
        </header>
        <Problem error={grouped.error} />
        {grouped.data !== undefined && <Breakdown rows={grouped.data.costs} by={by} currency={currency} />}
      </section>
    </>
  );
}

function Tile({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="card">
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
      </dd>
    </div>
  );
}

interface BreakdownProps {
  readonly rows: readonly CostRow[];
  readonly by: Group;
  readonly currency: string | null;
}

/** Rows at most: the dearest. */
const most = 100;

function Breakdown({ rows, by, currency }: BreakdownProps) {
  const sorted = rows.toSorted((a, b) => (b.spent.money ?? 0) - (a.spent.money ?? 0)).slice(0, most);
  const highest = Math.max(sorted[0]?.spent.money ?? 0, 1);
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-label="Spent on what">
      <table className="plain breakdown">
        <thead>
          <tr>
            <th scope="col">{groups.find(({ name }) => name === by)?.label}</th>
            <th scope="col" className="number">
              Calls
            </th>
            <th scope="col" className="number">
              Tokens
            </th>
            <th scope="col" className="number">
              Spent
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ spent, ...row }) => (
            <tr key={row[by]}>
              <td>
                {by === 'execution' ? (
                  <Link href={`/executions/${encodeURIComponent(row.execution ?? '')}`}>
                    <code>{row.execution}</code>
                  </Link>
                ) : (
                  <Text of={row[by] ?? 'unknown'} />
                )}
                <span className="share" aria-hidden="true">
                  <span style={{ width: `${((spent.money ?? 0) / highest) * 100}%` }} />
                </span>
              </td>
              <td className="number">{countText(spent.calls ?? 0)}</td>
              <td className="number">{countText(spent.tokens ?? 0)}</td>
              <td className="number">
                {(spent.money ?? 0) === 0 && (spent.tokens ?? 0) > 0 ? (
                  <small>no price known</small>
                ) : (
                  moneyText(spent.money ?? 0, currency)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
