import { nextInstant } from '../calendar/cron.ts';
import type { QuotaRule, QuotaWindow } from './limit-rules.ts';

/** How much of a quota is used in the stretch of the calendar that ends at `until`. */
export interface QuotaUse {
  readonly window: QuotaWindow;
  readonly zone: string;
  readonly until: number;
  readonly used: number;
}

const beginnings: Readonly<Record<QuotaWindow, string>> = {
  minute: '* * * * *',
  hour: '0 * * * *',
  day: '0 0 * * *',
  month: '0 0 1 * *',
};

/** The use of a quota now; 0 of a stretch that has begun meanwhile. */
export function useNow(uses: readonly QuotaUse[], { window, zone }: QuotaRule, now: number): QuotaUse {
  const known = uses.find((use) => use.window === window && use.zone === zone);
  if (known !== undefined && now < known.until) return known;
  const until = nextInstant({ expression: beginnings[window], zone }, now) ?? now;
  return { window, zone, until, used: 0 };
}
