import type { Json } from '../client.ts';
import '../style/value.css';

interface ValueProps {
  readonly label: string;
  readonly value: Json;
  /** Shown only when somebody opens it. */
  readonly isFolded?: boolean;
}

/** Characters shown at first: more than anybody reads, and few enough to be there at once. */
const most = 20_000;

/** A value as text and nothing else: what agents and services wrote is shown, never interpreted. */
export function Value({ label, value, isFolded = false }: ValueProps) {
  const whole = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const left = whole.length - most;
  const content = (
    <pre dir="auto" tabIndex={0} role="region" aria-label={label}>
      {visible(left > 0 ? whole.slice(0, most) : whole)}
      {left > 0 && `\n… ${left} more characters`}
    </pre>
  );
  if (!isFolded)
    return (
      <figure className="value">
        <figcaption>{label}</figcaption>
        {content}
      </figure>
    );
  return (
    <details className="value">
      <summary>{label}</summary>
      {content}
    </details>
  );
}

/** Characters that would hide or reorder others are spelled out. */
export function visible(text: string): string {
  return text.replaceAll(/(?![\n\t\r])[\p{Cc}\p{Cf}]/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`);
}
