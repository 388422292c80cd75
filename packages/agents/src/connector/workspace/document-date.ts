const inName = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/;
const labelled = /(?:date|dated|תאריך)\s*[::]\s*(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))/iu;

/** Characters in which a document says when it was written. */
const head = 600;

/**
 * The day a document says it was written: in its name (`2025-12-03-minutes.md`), or behind "Date:" near its beginning.
 * Midnight in UTC, in milliseconds since 1970; null when it does not say.
 */
export function documentDate(path: string, text: string): number | null {
  const name = inName.exec(path.slice(path.lastIndexOf('/') + 1));
  if (name !== null) return day(name[1], name[2], name[3]);
  const said = labelled.exec(text.slice(0, head));
  if (said === null) return null;
  return said[1] === undefined ? day(said[6], said[5], said[4]) : day(said[1], said[2], said[3]);
}

function day(year = '', month = '', date = ''): number | null {
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(date));
  return new Date(instant).getUTCMonth() === Number(month) - 1 ? instant : null;
}
