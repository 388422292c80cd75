import { obstacleOf, type FactStreams, type LimitRules, type LimitState, type QuotaWindow } from '@batonhq/core';
import { obstacleText } from './obstacle-text.ts';
import { allLimits } from './stored-limits.ts';
import { readResourceName } from './target.ts';

/** How a limited resource stands. Times are milliseconds since 1970. */
export interface LimitView {
  readonly tenant: string;
  readonly kind: 'host' | 'function' | 'provider';
  readonly name: string;
  /** The names of the secrets that calls show there; null for calls that show none. */
  readonly identity: string | null;
  /** `free`, or what the next call would wait for. */
  readonly state: 'free' | 'held' | 'open' | 'probing' | 'concurrency' | 'rate' | 'quota';
  /** Until when, where that is known. */
  readonly until: number | null;
  /** The same in a line. */
  readonly detail: string;
  /** Calls that take a place now. */
  readonly inUse: number;
  /** Failures since the last success. */
  readonly failures: number;
  readonly quotas: readonly {
    readonly window: QuotaWindow;
    readonly used: number;
    readonly count: number;
    readonly until: number;
  }[];
  /** The rules that held when something happened here last. */
  readonly rules: LimitRules;
}

/** What can be asked about limits. */
export interface LimitReading {
  /** Resources about which anything was ever recorded, of one tenant or of all, by name. */
  list(tenant?: string): Promise<readonly LimitView[]>;
}

/**
 * Reads the limits of a journal, whoever owns it.
 *
 * @example
 * const reading = limitReading(journal.streams);
 * const busy = (await reading.list('local')).filter(({ state }) => state !== 'free');
 */
export function limitReading(
  streams: Pick<FactStreams, 'facts' | 'standing'>,
  now: () => number = Date.now,
): LimitReading {
  return {
    async list(tenant) {
      return (await allLimits(streams, tenant)).flatMap((limit) => viewOf(limit, now()));
    },
  };
}

function viewOf(
  { tenant, resource, state }: { readonly tenant: string; readonly resource: string; readonly state: LimitState },
  now: number,
): readonly LimitView[] {
  const named = readResourceName(resource);
  if (named === null) return [];
  const { rules, uses, holders, breaker } = state;
  const obstacle = obstacleOf(state, now);
  return [
    {
      tenant,
      ...named.target,
      identity: named.identity,
      state: obstacle?.kind ?? 'free',
      until: obstacle?.until ?? null,
      detail: obstacle === null ? 'free' : obstacleText(obstacle),
      inUse: holders.length,
      failures: breaker.failures,
      quotas: rules.quotas.flatMap(({ window, zone, count }) => {
        const use = uses.find((one) => one.window === window && one.zone === zone);
        return use === undefined || use.until <= now ? [] : [{ window, count, used: use.used, until: use.until }];
      }),
      rules,
    },
  ];
}
