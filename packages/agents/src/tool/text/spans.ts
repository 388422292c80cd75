/** A place in a text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Tells of a place whether it meets any of others, by the letters it covers: comparing each with each takes seconds where a
 * text has thousands.
 */
export function meeting(spans: readonly Span[]): (span: Span) => boolean {
  const covered = new Set<number>();
  for (const { start, end } of spans) for (let at = start; at < end; at += 1) covered.add(at);
  return ({ start, end }) => {
    for (let at = start; at < end; at += 1) if (covered.has(at)) return true;
    return false;
  };
}
