import { isJsonObject, type Json, type JsonObject } from '../../client.ts';
import type { PendingApproval } from '../../client/approvals.ts';
import { Text } from '../../part/text.tsx';
import { argumentsOf } from './arguments.ts';

/** What is asked about, by its kind: the values of a call, the tasks of another plan, what changed, or the money. */
export function Content({ question: { kind, call, origins } }: { readonly question: PendingApproval }) {
  switch (kind) {
    case 'revision':
      return (
        <Differences
          label="What changes in the plan"
          columns={['task', 'before', 'after']}
          rows={rowsOf(call['changes'])}
        />
      );
    case 'basis':
      return (
        <Differences
          label="What changed meanwhile"
          columns={['name', 'before', 'after']}
          rows={rowsOf(call['differences'])}
        />
      );
    case 'budget':
      return <Money call={call} />;
    default:
      return <Arguments rows={argumentsOf(call, origins)} />;
  }
}

/** Each value under its name and its origin: texts are long, and have lines of their own. */
function Arguments({ rows }: { readonly rows: ReturnType<typeof argumentsOf> }) {
  return (
    <section aria-label="Values of the call">
      <ul className="values">
        {rows.map(({ path, value, origin }) => (
          <li key={path}>
            <code>
              <Text of={path} />
            </code>
            {origin === null ? (
              <small>part of the task</small>
            ) : (
              <span className={`badge from-${origin.from}`}>
                <Text of={origin.text} />
              </span>
            )}
            <div className="content" dir="auto" tabIndex={isLong(value) ? 0 : undefined}>
              <Text of={textOf(value)} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is longer is scrolled. */
const longest = 600;

function isLong(value: Json): boolean {
  return textOf(value).length > longest;
}

interface DifferencesProps {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly JsonObject[];
}

function Differences({ label, columns, rows }: DifferencesProps) {
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-label={label}>
      <table className="plain differences">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">what</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              <td>{textOf(row['kind'] ?? null)}</td>
              {columns.map((column) => (
                <td key={column}>
                  <Text of={row[column] === undefined ? '—' : textOf(row[column])} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Amounts come as whole numbers of what is counted; the words say which. */
function Money({ call }: { readonly call: JsonObject }) {
  const { account, measure, currency, ...amounts } = call;
  const scale = measure === 'money' ? 1_000_000 : 1;
  const unit = measure === 'money' ? textOf(currency ?? '') : textOf(measure ?? '');
  return (
    <dl className="points">
      <div>
        <dt>Account</dt>
        <dd>
          <Text of={textOf(account ?? '')} />
        </dd>
      </div>
      {['spent', 'reserved', 'cap', 'wanted', 'to'].map((name) => {
        const amount = amounts[name];
        if (typeof amount !== 'number') return null;
        return (
          <div key={name}>
            <dt>{name === 'to' ? 'Raised to' : name}</dt>
            <dd>
              {amount / scale} {unit}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function rowsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
