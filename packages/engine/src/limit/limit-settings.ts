import { defaultBreaker, noRules, type LimitRules } from '@batonhq/core';
import { LimitSettingError } from './limit-setting-error.ts';
import type { LimitSetting } from './limit-setting.ts';
import { readRules } from './read-setting.ts';
import type { Target } from './target.ts';

/** What holds for hosts that nobody configured. */
const guarded: LimitRules = { ...noRules, breaker: defaultBreaker };

/** The limits somebody configured, ready to be looked up. */
export class LimitSettings {
  readonly #rules = new Map<string, LimitRules>();
  /** Kinds of targets of which any is configured. */
  readonly #kinds = new Set<Target['kind']>();

  /** @throws {LimitSettingError} for a setting that says nothing sensible, or says it twice. */
  constructor(settings: readonly LimitSetting[] = []) {
    for (const [index, setting] of settings.entries()) {
      const place = `limits[${index}]`;
      const target = targetOf(setting, place);
      const key = keyOf(target, setting.tenant);
      if (this.#rules.has(key))
        throw new LimitSettingError(`${place}: ${target.kind} ${target.name} is limited twice; keep one of the two`);
      this.#rules.set(key, readRules(setting, place));
      this.#kinds.add(target.kind);
    }
  }

  /** False when nobody configured anything of this kind. */
  mentions(kind: Target['kind']): boolean {
    return this.#kinds.has(kind);
  }

  /** What holds for a target of a tenant. */
  rulesFor(tenant: string, target: Target): LimitRules {
    const { kind, name } = target;
    return (
      this.#configured(tenant, target) ??
      (kind === 'host' && name !== '*' ? this.#configured(tenant, { kind, name: '*' }) : undefined) ??
      (kind === 'host' ? guarded : noRules)
    );
  }

  #configured(tenant: string, target: Target): LimitRules | undefined {
    if (!this.#kinds.has(target.kind)) return undefined;
    return this.#rules.get(keyOf(target, tenant)) ?? this.#rules.get(keyOf(target, undefined));
  }
}

function targetOf(setting: LimitSetting, place: string): Target {
  const named = (['host', 'function', 'provider'] as const).flatMap((kind) => {
    const name = Object.entries(setting).find(([key]) => key === kind)?.[1];
    return typeof name === 'string' && name !== '' ? [{ kind, name: kind === 'host' ? name.toLowerCase() : name }] : [];
  });
  const [target, another] = named;
  if (target === undefined || another !== undefined)
    throw new LimitSettingError(`${place}: expected one of host, function and provider, with a name`);
  if (target.kind === 'host' && target.name.includes('/'))
    throw new LimitSettingError(
      `${place}.host: found ${target.name}, expected a host without scheme or path: example.com`,
    );
  return target;
}

function keyOf({ kind, name }: Target, tenant: string | undefined): string {
  return JSON.stringify([kind, name, tenant ?? null]);
}
