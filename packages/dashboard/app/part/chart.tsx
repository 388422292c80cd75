import '../style/chart.css';

/** One bar: what it stands for, how high, and that in words. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** A phase, for its colour. */
  readonly look?: string;
}

interface BarsProps {
  readonly title: string;
  /** What the labels are, and what the values are: the columns of the table behind. */
  readonly columns: readonly [label: string, value: string];
  readonly bars: readonly Bar[];
}

/** Labels at most: more of them would run into each other. */
const mostLabels = 10;

/** Bars beside each other, with the same as a table for those who listen instead of look. */
export function Bars({ title, columns, bars }: BarsProps) {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const every = Math.max(1, Math.ceil(bars.length / mostLabels));
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <div className="bars" aria-hidden="true">
        {bars.map(({ label, value, text, look = '' }, index) => (
          <div key={label} className={look} title={`${label}: ${text}`}>
            <span className="top">{bars.length <= mostLabels && value > 0 ? text : ''}</span>
            <span className="bar-of" style={{ height: `${(value / most) * 120}px` }} />
            <span className="foot">{index % every === 0 ? label : ''}</span>
          </div>
        ))}
      </div>
      <Behind title={title} columns={columns} bars={bars} />
    </figure>
  );
}

function Behind({ title, columns, bars }: BarsProps) {
  return (
    <table className="unseen">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col">{columns[1]}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ label, text }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface MeterProps {
  readonly label: string;
  /** From 0 to 1; more is as much as fits. */
  readonly share: number;
  readonly text: string;
  readonly isBad?: boolean;
}

/** How much of a whole: a bar, and the same in words beside it. */
export function Meter({ label, share, text, isBad = false }: MeterProps) {
  return (
    <span className={isBad ? 'meter bad' : 'meter'}>
      <span className="unseen">{label}: </span>
      <span className="track" aria-hidden="true">
        <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
      </span>
      <span className="text">{text}</span>
    </span>
  );
}
