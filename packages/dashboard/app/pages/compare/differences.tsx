import type { Json } from '../../client.ts';
import { mostDifferences, type Difference } from '../../compare/difference.ts';
import { visible } from '../../part/value.tsx';

interface DifferencesProps {
  readonly differences: readonly Difference[];
  /** What to say when there is none. */
  readonly nothing: string;
}

/** Characters of a value that are shown here: its whole is on the page of its execution. */
const most = 400;

/** Where two values differ, one place in each row. */
export function Differences({ differences, nothing }: DifferencesProps) {
  if (differences.length === 0) return <p className="faint">{nothing}</p>;
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-label="Differences">
      <table className="plain differences">
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Left</th>
            <th scope="col">Right</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, left, right }) => (
            <tr key={path}>
              <th scope="row">{path === '' ? 'all of it' : visible(path)}</th>
              <td dir="auto">{textOf(left)}</td>
              <td dir="auto">{textOf(right)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length >= mostDifferences && <p className="faint">The first {mostDifferences} places.</p>}
    </div>
  );
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return '—';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return visible(text.length > most ? `${text.slice(0, most)}…` : text);
}
