/** How long caps hold before they hold anew: a day or a month of UTC. */
export type Period = 'day' | 'month';

/** When the period began that an instant lies in; milliseconds since 1970. */
export function periodStart(per: Period, at: number): number {
  const day = dayOf(at);
  return Date.parse(per === 'day' ? `${day}T00:00:00Z` : `${day.slice(0, -2)}01T00:00:00Z`);
}

/** The day of an instant (UTC), `2026-02-28`. */
export function dayOf(at: number): string {
  const iso = new Date(at).toISOString();
  return iso.slice(0, iso.indexOf('T'));
}
