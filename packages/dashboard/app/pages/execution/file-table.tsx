import { visible } from '../../part/value.tsx';

/** What of a table is drawn: more is for another program. */
const most = { rows: 200, columns: 30 };

/** Rows of cells. */
type Table = readonly (readonly string[])[];

/** A table that was written as text: its first row names the columns. */
export function FileTable({ label, table }: { readonly label: string; readonly table: Table }) {
  const [head = [], ...rows] = table;
  const left = rows.length - most.rows;
  return (
    <div className="scrolled file-table" tabIndex={0} role="region" aria-label={label}>
      <table className="plain">
        <thead>
          <tr>
            {head.slice(0, most.columns).map((name, index) => (
              <th key={index} scope="col" dir="auto">
                {visible(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most.rows).map((row, index) => (
            <tr key={index}>
              {head.slice(0, most.columns).map((_, column) => (
                <td key={column} dir="auto">
                  {visible(row[column] ?? '')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p className="faint">… {left} more rows</p>}
    </div>
  );
}

/** Whether rows are a table: more than one column, and a row beside their names. */
export function isTable([head = [], ...rows]: Table): boolean {
  return head.length > 1 && rows.length > 0;
}
