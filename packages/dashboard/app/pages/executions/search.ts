import type { BulkFilter } from '../../client/bulk.ts';

/** What is looked for, as it stands in the address. */
export interface Search {
  /** One phase, or several with commas; empty: all. */
  readonly phase: string;
  readonly text: string;
  /** A name of {@link spans}; empty: since ever. */
  readonly since: string;
}

/** How long ago an execution may have started. */
export const spans: readonly { readonly name: string; readonly label: string; readonly milliseconds: number }[] = [
  { name: '1h', label: 'last hour', milliseconds: 3_600_000 },
  { name: '24h', label: 'last 24 hours', milliseconds: 86_400_000 },
  { name: '7d', label: 'last 7 days', milliseconds: 604_800_000 },
  { name: '30d', label: 'last 30 days', milliseconds: 2_592_000_000 },
];

/** Phases that are asked for together, or one by one. */
export const phaseChoices: readonly { readonly phase: string; readonly label: string }[] = [
  { phase: '', label: 'All' },
  { phase: 'pending,running,waiting,suspended', label: 'Open' },
  { phase: 'running', label: 'Running' },
  { phase: 'waiting', label: 'Waiting' },
  { phase: 'suspended', label: 'Suspended' },
  { phase: 'faulted', label: 'Faulted' },
  { phase: 'completed', label: 'Completed' },
  { phase: 'cancelled', label: 'Cancelled' },
];

export function searchIn(address: URLSearchParams): Search {
  return {
    phase: address.get('phase') ?? '',
    text: address.get('text') ?? '',
    since: address.get('since') ?? '',
  };
}

/** The part of the address behind `?`, always the same for the same search. */
export function addressOf(search: Search): string {
  const given = Object.entries(search).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}

/** The search as the server's filter. Instants go by the minute, so that the same question is asked again, not a new one. */
export function filterOf({ phase, text, since }: Search, now: number) {
  const span = spans.find(({ name }) => name === since);
  const minute = 60_000;
  return {
    ...(phase !== '' && { phase }),
    ...(text !== '' && { text }),
    ...(span !== undefined && { since: Math.floor((now - span.milliseconds) / minute) * minute }),
  };
}

export type ListFilter = ReturnType<typeof filterOf>;

const phases = ['pending', 'running', 'waiting', 'suspended', 'faulted', 'completed', 'cancelled'] as const;

/** The filter as an order to many has it. */
export function bulkFilter({ phase, ...more }: ListFilter): BulkFilter {
  if (phase === undefined) return more;
  const asked = phase.split(',');
  const known = phases.filter((one) => asked.includes(one));
  // Phases that nobody knows are those of no execution; without any the order would be one to all.
  return known.length === 0 ? { ids: [] } : { ...more, phase: known };
}
