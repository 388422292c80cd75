import { checkLimits, LimitSettingError, type LimitSetting, type QuotaSetting } from '@batonhq/engine';
import { UsageError } from './usage-error.ts';

const expected =
  'HOST, function:NAME or provider:NAME, then some of rate=10/s, burst=5, quota=1000/day, zone=Europe/Berlin, concurrency=4, breaker=off';

/** Reads `--limit api.example.com,rate=10/s,concurrency=4` of a command line. Throws {@link UsageError}. */
export function parseLimits(texts: readonly string[]): readonly LimitSetting[] {
  const settings = texts.map((text) => parseLimit(text));
  try {
    checkLimits(settings);
  } catch (error) {
    if (!(error instanceof LimitSettingError)) throw error;
    const place = /^limits\[(?<index>\d+)\]/.exec(error.message)?.groups?.['index'];
    throw new UsageError(
      `--limit ${texts[Number(place)] ?? ''}: ${error.message.replace(/^limits\[\d+\]\.?/, '')}`,
      expected,
    );
  }
  return settings;
}

function parseLimit(text: string): LimitSetting {
  const [target = '', ...parts] = text.split(',').map((part) => part.trim());
  const rules = parts.map((part) => {
    const [name = '', value = '', ...more] = part.split('=').map((piece) => piece.trim());
    const rule = more.length > 0 || value === '' ? undefined : ruleOf(name, value);
    if (rule === undefined) throw new UsageError(`--limit ${text}: ${part} limits nothing`, expected);
    return rule;
  });
  const { zone, quota, ...rest }: Rules = Object.assign({}, ...rules);
  const [, kind = 'host', name = ''] = /^(?:(host|function|provider):)?([^]*)$/.exec(target) ?? [];
  const counted = quota === undefined ? {} : { quota: zone === undefined ? quota : inZone(quota, zone) };
  const limited = kind === 'function' ? { function: name } : kind === 'provider' ? { provider: name } : { host: name };
  return { ...limited, ...rest, ...counted };
}

interface Rules {
  readonly rate?: string;
  readonly burst?: number;
  readonly quota?: string;
  readonly zone?: string;
  readonly concurrency?: number;
  readonly breaker?: false;
  readonly tenant?: string;
}

function ruleOf(name: string, value: string): Rules | undefined {
  switch (name) {
    case 'rate':
    case 'quota':
    case 'zone':
    case 'tenant':
      return { [name]: value };
    case 'burst':
    case 'concurrency':
      return { [name]: Number(value) };
    case 'breaker':
      return value === 'off' ? { breaker: false } : undefined;
    default:
      return undefined;
  }
}

/** What is no quota is refused where quotas are read. */
function inZone(quota: string, zone: string): string | QuotaSetting {
  const [, count, window] = /^(\d+)\/(minute|hour|day|month)$/.exec(quota) ?? [];
  const known = (['minute', 'hour', 'day', 'month'] as const).find((one) => one === window);
  return known === undefined ? quota : { count: Number(count), window: known, zone };
}
