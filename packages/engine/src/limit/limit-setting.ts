import type { BreakerRule, QuotaWindow } from '@batonhq/core';

/**
 * What is limited: a host that calls go to (`api.example.com`, with its port where that is not the usual one; `*` for each
 * host that has no setting of its own), a function of the catalog, or a provider of models.
 */
export type LimitedResource = { readonly host: string } | { readonly function: string } | { readonly provider: string };

/**
 * Limits one resource, for each tenant and each identity that a call uses there.
 *
 * @example
 * const limits: LimitSetting[] = [
 *   { host: 'api.example.com', rate: '10/s', quota: '1000/day', concurrency: 4 },
 *   { function: 'mail_send', rate: '30/min', burst: 5 },
 *   { provider: 'openai', concurrency: 8 },
 *   { host: '127.0.0.1:8080', breaker: false },
 * ];
 */
export type LimitSetting = LimitedResource & {
  /** For this tenant only; for all of them by default. */
  readonly tenant?: string;
  /** Calls on average: `10/s`, `100/min`, `5000/h`, or so many in so many milliseconds. Unlimited by default. */
  readonly rate?: string | { readonly count: number; readonly per: number };
  /** Calls of the rate that may come at once, 1 by default. A period then sees at most `count + burst - 1` calls. */
  readonly burst?: number;
  /** Calls in each minute, hour, day or month of the calendar: `1000/day`. Days and months are those of `zone`, UTC by default. */
  readonly quota?: string | QuotaSetting | readonly (string | QuotaSetting)[];
  /** Calls at the same time. Unlimited by default. */
  readonly concurrency?: number;
  /**
   * When calls are given up for a while. By default hosts have one: after 5 failures in a row nothing is sent for 30
   * seconds, then one call tries; each time it fails the pause doubles, up to 10 minutes. `false` takes it away.
   */
  readonly breaker?: false | Partial<BreakerRule>;
};

/** So many calls in each stretch of the calendar. */
export interface QuotaSetting {
  readonly count: number;
  readonly window: QuotaWindow;
  /** A name of the time zone database, `UTC` by default. */
  readonly zone?: string;
}
