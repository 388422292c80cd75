/** Bars, as many as the risk is high: not everybody tells colours apart. */
const bars: Readonly<Record<string, number>> = { low: 1, medium: 2, high: 3 };

/** How risky what is asked about is; nothing when nobody says. */
export function RiskMark({ risk }: { readonly risk: string | null }) {
  if (risk === null) return null;
  const count = bars[risk] ?? 1;
  return (
    <span className={`badge risk ${risk}`}>
      <svg viewBox="0 0 12 12" width={12} height={12} aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 4 - 4}
            y={12 - bar * 4}
            width={3}
            height={bar * 4}
            rx={1}
            fill="currentcolor"
            opacity={bar <= count ? 1 : 0.25}
          />
        ))}
      </svg>
      {risk} risk
    </span>
  );
}
