import type { Json } from '../client.ts';

/** A value as text and nothing else: what agents and services wrote is shown, never interpreted. */
export function Value({ label, value }: { readonly label: string; readonly value: Json }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <figure className="value">
      <figcaption>{label}</figcaption>
      <pre dir="auto" tabIndex={0} aria-label={label}>
        {visible(text)}
      </pre>
    </figure>
  );
}

/** Characters that would hide or reorder others are spelled out. */
export function visible(text: string): string {
  return text.replaceAll(/(?![\n\t\r])[\p{Cc}\p{Cf}]/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`);
}
