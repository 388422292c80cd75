import type { Days } from '../../client/costs.ts';

/** Days that are asked for together, by their name in the address. */
export const periods: readonly { readonly name: string; readonly label: string }[] = [
  { name: 'today', label: 'Today' },
  { name: 'yesterday', label: 'Yesterday' },
  { name: '7d', label: '7 days' },
  { name: '30d', label: '30 days' },
  { name: 'all', label: 'All' },
];

const dayLength = 86_400_000;

/** The days of a period, in UTC, as costs are kept. */
export function daysOf(period: string, now: number): Days {
  switch (period) {
    case 'today':
      return { since: dayAt(now), until: dayAt(now) };
    case 'yesterday':
      return { since: dayAt(now - dayLength), until: dayAt(now - dayLength) };
    case '7d':
      return { since: dayAt(now - 6 * dayLength) };
    case '30d':
      return { since: dayAt(now - 29 * dayLength) };
    default:
      return {};
  }
}

/** Every day of the period, also those on which nothing was spent; without a beginning those that are known. */
export function everyDay(
  { since, until }: Days,
  { known, now }: { readonly known: readonly string[]; readonly now: number },
) {
  const first = since ?? known.toSorted()[0] ?? dayAt(now);
  const last = until ?? dayAt(now);
  const days = [];
  for (let at = Date.parse(first); at <= Date.parse(last) && days.length < 366; at += dayLength) days.push(dayAt(at));
  return days;
}

function dayAt(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
