const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time as people say it: `0.4s`, `12s`, `3m 05s`, `2h 10m`, `3d 4h`. */
export function durationText(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < 10 * second) return `${(Math.floor(length / 100) / 10).toFixed(1)}s`;
  if (length < minute) return `${Math.floor(length / second)}s`;
  if (length < hour) return `${Math.floor(length / minute)}m ${pad(Math.floor((length % minute) / second))}s`;
  if (length < day) return `${Math.floor(length / hour)}h ${pad(Math.floor((length % hour) / minute))}m`;
  return `${Math.floor(length / day)}d ${Math.floor((length % day) / hour)}h`;
}

/** An instant in the zone of the reader: `2026-03-01 14:05:09`. */
export function instantText(at: number): string {
  const date = new Date(at);
  const days = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${days} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')}`;
}

/** `30s`, `5m`, `2h`, `1d`, `500ms`, or seconds as a bare number; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  if (match === null) return undefined;
  const units = { ms: 1, s: second, m: minute, h: hour, d: day };
  const unit = match[2] === 'ms' || match[2] === 'm' || match[2] === 'h' || match[2] === 'd' ? match[2] : 's';
  return Number(match[1]) * units[unit];
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
