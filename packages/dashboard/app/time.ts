const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time in its two largest units: `2 h 5 min`, `340 ms`. */
export function lengthText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const index = units.findIndex(([, size]) => milliseconds >= size);
  const [name, size] = units[index] ?? ['s', 1_000];
  const whole = Math.floor(milliseconds / size);
  const smaller = units[index + 1];
  if (smaller === undefined) return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
  const rest = Math.floor((milliseconds - whole * size) / smaller[1]);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${smaller[0]}`;
}

/** The customs by which dates and numbers are written: those of the browser where it speaks the language of the pages. */
export const customs = knownCustoms(navigator.language) ?? 'en-GB';

const instant = new Intl.DateTimeFormat(customs, { dateStyle: 'medium', timeStyle: 'medium' });

/** An instant by the clock and the customs of whoever looks. */
export function instantText(at: number): string {
  return instant.format(at);
}

/** How long ago something was. */
export function agoText(at: number, now: number): string {
  return `${lengthText(Math.max(0, now - at))} ago`;
}

/** The name of an English, as browsers write it; some say `en-US@posix`, which names none. */
function knownCustoms(language: string): string | undefined {
  try {
    return language.startsWith('en') ? Intl.getCanonicalLocales(language)[0] : undefined;
  } catch {
    return undefined;
  }
}
