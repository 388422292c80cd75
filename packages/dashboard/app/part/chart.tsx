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

const [width, height, foot] = [960, 150, 24];

/** Bars beside each other, with the same as a table for those who listen instead of look. */
export function Bars({ title, columns, bars }: BarsProps) {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const step = width / Math.max(bars.length, 1);
  const every = Math.max(1, Math.ceil(bars.length / 10));
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height + foot}`} aria-hidden="true">
        <line x1={0} x2={width} y1={height} y2={height} className="axis" />
        {bars.map(({ label, value, text, look }, index) => {
          const high = Math.max(value === 0 ? 0 : 2, (value / most) * (height - 22));
          const [left, wide] = [index * step + step * 0.14, Math.min(step * 0.72, 64)];
          return (
            <g key={label} className={look}>
              <rect x={left} y={height - high} width={wide} height={high} rx={3}>
                <title>{`${label}: ${text}`}</title>
              </rect>
              {index % every === 0 && (
                <text x={left + wide / 2} y={height + 16} textAnchor="middle">
                  {label}
                </text>
              )}
              {bars.length <= 10 && value > 0 && (
                <text x={left + wide / 2} y={height - high - 6} textAnchor="middle" className="strong">
                  {text}
                </text>
              )}
            </g>
          );
        })}
      </svg>
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
    </figure>
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
