import {
  defaultBreaker,
  nextInstant,
  noRules,
  quotaWindows,
  type BreakerRule,
  type LimitRules,
  type QuotaRule,
  type RateRule,
} from '@batonhq/core';
import { LimitSettingError } from './limit-setting-error.ts';
import type { LimitSetting, QuotaSetting } from './limit-setting.ts';

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  second: 1_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** More than this in one number makes no limit. */
const most = 1_000_000;
const longest = 31 * 86_400_000;

/** Reads the rules of a setting; `place` names it in errors. @throws {LimitSettingError} */
export function readRules(setting: LimitSetting, place: string): LimitRules {
  const { rate, burst, quota, concurrency, breaker } = setting;
  if (burst !== undefined && rate === undefined) throw wrong(`${place}.burst`, burst, 'a rate beside it: rate: "10/s"');
  return {
    ...noRules,
    rate: rate === undefined ? null : readRate({ rate, burst }, place),
    quotas: quota === undefined ? [] : [quota].flat().map((one) => readQuota(one, `${place}.quota`)),
    concurrency: concurrency === undefined ? null : whole(concurrency, `${place}.concurrency`, most),
    breaker: readBreaker(breaker, { place: `${place}.breaker`, usual: 'host' in setting ? defaultBreaker : null }),
  };
}

function readRate(
  { rate, burst = 1 }: { rate: NonNullable<LimitSetting['rate']>; burst?: number | undefined },
  place: string,
): RateRule {
  const { count, per } = typeof rate === 'string' ? rateOf(rate, `${place}.rate`) : rate;
  return {
    count: whole(count, `${place}.rate`, most),
    per: whole(per, `${place}.rate`, longest),
    burst: whole(burst, `${place}.burst`, most),
  };
}

function rateOf(text: string, place: string): { readonly count: number; readonly per: number } {
  const { count, times, unit = '' } = /^(?<count>\d+)\/(?<times>\d*)(?<unit>[a-z]+)$/.exec(text)?.groups ?? {};
  const length = units[unit];
  if (length === undefined) throw wrong(place, text, '10/s, 100/min, 5000/h, or { count, per } with milliseconds');
  return { count: Number(count), per: Number(times === undefined || times === '' ? 1 : times) * length };
}

function readQuota(quota: string | QuotaSetting, place: string): QuotaRule {
  const { count, window, zone = 'UTC' } = typeof quota === 'string' ? quotaOf(quota, place) : quota;
  if (!quotaWindows.includes(window)) throw wrong(place, String(window), `one of ${quotaWindows.join(', ')}`);
  if (!isZone(zone)) throw wrong(`${place}.zone`, zone, 'a time zone such as Europe/Berlin');
  return { count: whole(count, place, Number.MAX_SAFE_INTEGER), window, zone };
}

function quotaOf(text: string, place: string): QuotaSetting {
  const [, count, name] = /^(\d+)\/([a-z]+)$/.exec(text) ?? [];
  const window = quotaWindows.find((one) => one === name);
  if (window === undefined) throw wrong(place, text, '1000/day, or another one of minute, hour, month');
  return { count: Number(count), window };
}

function readBreaker(
  given: LimitSetting['breaker'],
  { place, usual }: { readonly place: string; readonly usual: BreakerRule | null },
): BreakerRule | null {
  if (given === undefined) return usual;
  if (given === false) return null;
  const rule = { ...defaultBreaker, ...given };
  const { failures, ratio, pause, longestPause } = rule;
  if (failures !== null) whole(failures, `${place}.failures`, most);
  if (ratio !== null) {
    whole(ratio.calls, `${place}.ratio.calls`, most);
    whole(ratio.per, `${place}.ratio.per`, longest);
    if (!(ratio.share > 0 && ratio.share <= 1))
      throw wrong(`${place}.ratio.share`, ratio.share, 'more than 0, at most 1');
  }
  if (failures === null && ratio === null)
    throw wrong(place, 'neither', '`failures` or `ratio`; `false` for no breaker');
  whole(pause, `${place}.pause`, longest);
  whole(longestPause, `${place}.longestPause`, longest);
  return { failures, ratio, pause, longestPause: Math.max(pause, longestPause) };
}

function whole(value: number, place: string, largest: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= largest) return value;
  throw wrong(place, value, `a whole number from 1 to ${largest}`);
}

function isZone(zone: string): boolean {
  try {
    return nextInstant({ expression: '* * * * *', zone }, 0) !== null;
  } catch {
    return false;
  }
}

function wrong(place: string, found: string | number, expected: string): LimitSettingError {
  return new LimitSettingError(`${place}: found ${JSON.stringify(found)}, expected ${expected}`);
}
