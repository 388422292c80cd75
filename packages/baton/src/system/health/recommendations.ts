import type { Bottleneck } from './bottlenecks.ts';
import type { HealthSign } from './health-level.ts';

/** What somebody could do about it. */
export interface Recommendation {
  /** A measure, a function, or `namespace/name#task`. */
  readonly subject: string;
  readonly message: string;
}

const forSigns: Readonly<Record<HealthSign['measure'], string>> = {
  successRate: 'look at the newest faults (`baton list --phase faulted`, `baton show ID`) before starting more',
  suspended: 'see what each waits for (`baton list --phase suspended`), mend it, then `baton resume ID`',
  ambiguous: 'find out whether these steps happened, then say so with `baton settle`',
  overdue: 'the process that owns the folder is stopped, stuck or has too much to do: see that `baton serve` runs',
  approvals: 'answer the open questions (`baton approvals`), or let more people answer them',
  disk: 'make room, or let finished executions be dropped (`baton retention`)',
};

/** Shares and times from which on there is something to be done. */
const worthIt = { slow: { share: 0.4, milliseconds: 1_000 }, often: 0.1, waiting: 60_000 } as const;

/** What to do, most urgent first: about health, then about what fails, is repeated, waits, and is slow. */
export function recommendationsFor(
  signs: readonly HealthSign[],
  bottlenecks: readonly Bottleneck[],
): readonly Recommendation[] {
  const ill = signs
    .filter(({ level }) => level !== 'healthy')
    .map(({ measure, message }) => ({ subject: measure, message: `${message}: ${forSigns[measure]}` }));
  const order: readonly Bottleneck['kind'][] = ['faulting', 'retried', 'waited-for', 'slow'];
  const toMend = order.flatMap((kind) => bottlenecks.filter((one) => one.kind === kind).flatMap(adviceOn));
  return [...ill, ...toMend];
}

function adviceOn({ kind, subject, share, milliseconds, message }: Bottleneck): readonly Recommendation[] {
  const advice = (what: string): readonly Recommendation[] => [{ subject, message: `${message}: ${what}` }];
  if (kind === 'slow') {
    if (share < worthIt.slow.share || milliseconds < worthIt.slow.milliseconds) return [];
    return advice('do it beside other work (`fork` with `metadata.after`), or make it faster');
  }
  if (kind === 'waited-for') {
    if (milliseconds < worthIt.waiting) return [];
    return advice('a standing approval, a higher limit or more time between starts would shorten that');
  }
  if (share < worthIt.often) return [];
  if (kind === 'retried') return advice('each attempt costs time and money; see what fails before it succeeds');
  return advice('put a `try` with a retry around it, or mend what it calls');
}
