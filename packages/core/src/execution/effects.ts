import { idFrom } from '../kernel/entropy.ts';
import { fault, FaultError } from '../kernel/fault.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Computed, Scope } from '../expression/evaluator.ts';
import type { EffectTemplate } from '../program/task-node.ts';
import type { DeferredArguments, Effect } from '../step/effect.ts';
import { parentOf } from './task-key.ts';
import type { Transition } from './transition.ts';

interface Calling {
  readonly key: string;
  readonly node: { readonly effect: EffectTemplate };
  readonly input: Json;
  readonly scope: Scope;
}

/** Evaluates the arguments of a call. Arguments that mention secrets stay as written; `perform` evaluates them. */
export function effectOf(tx: Transition, { key, node, input, scope }: Calling): Effect {
  const template = node.effect;
  const value = (computed: Computed): Json => (computed.deferred ? computed.source : computed.evaluate(input, scope));
  switch (template.kind) {
    case 'function': {
      const { kind, name, version } = template;
      const given = template.with === undefined ? input : value(template.with);
      return version === undefined ? { kind, name, input: given } : { kind, name, version, input: given };
    }
    case 'http': {
      const { method, endpoint, headers, query, body, redirect, output } = template;
      return {
        kind: 'http',
        method,
        endpoint: value(endpoint),
        ...(headers !== undefined && { headers: value(headers) }),
        ...(query !== undefined && { query: value(query) }),
        ...(body !== undefined && { body: value(body) }),
        redirect,
        output,
      };
    }
    case 'workflow': {
      const { namespace, name, version } = template;
      const child = `${tx.execution}.${idFrom(`${tx.execution}|${key}`).slice(0, 12)}`;
      return {
        kind: 'workflow',
        child,
        namespace,
        name,
        version,
        await: template.await,
        input: template.input === undefined ? input : value(template.input),
      };
    }
    case 'call': {
      const { protocol, members, hinted } = template;
      return { kind: 'call', protocol, arguments: mapValues(members, value), hinted };
    }
    case 'process': {
      const { process, members, await: isAwaited, return: returned } = template;
      return { kind: 'process', process, arguments: mapValues(members, value), await: isAwaited, return: returned };
    }
    case 'lock':
      return { kind: 'lock', key: lockKey(value(template.key)), task: parentOf(key) };
    case 'unavailable':
      return template;
  }
}

function lockKey(key: Json): string {
  if ((typeof key === 'string' && key !== '') || typeof key === 'number') return String(key);
  throw new FaultError(fault('expression', `the key of a lock is a text, not ${JSON.stringify(key).slice(0, 80)}`));
}

/** What of a call is evaluated in `perform`; undefined when there is nothing of that kind. */
export function deferredOf(
  template: EffectTemplate,
  over: { readonly input: Json; readonly scope: Scope },
): DeferredArguments | undefined {
  switch (template.kind) {
    case 'http': {
      const { authentication } = template;
      const members = deferredMembers(Object.entries(template).filter(([name]) => name !== 'authentication'));
      if (authentication !== undefined) return { ...over, members, authentications: { call: authentication } };
      return Object.keys(members).length === 0 ? undefined : { ...over, members };
    }
    case 'call':
    case 'process': {
      const { members, authentications } = template;
      const conditions = 'conditions' in template && { conditions: template.conditions };
      const pinned = 'pinned' in template && template.pinned !== undefined && { pinned: template.pinned };
      return { ...over, members: deferredMembers(Object.entries(members)), authentications, ...conditions, ...pinned };
    }
    default:
      return undefined;
  }
}

function deferredMembers(members: readonly (readonly [string, unknown])[]): Readonly<Record<string, Computed>> {
  const deferred: Record<string, Computed> = {};
  for (const [name, member] of members) if (isComputed(member) && member.deferred) deferred[name] = member;
  return deferred;
}

function mapValues(members: Readonly<Record<string, Computed>>, value: (computed: Computed) => Json): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, value(member)]));
}

function isComputed(value: unknown): value is Computed {
  return typeof value === 'object' && value !== null && 'evaluate' in value && typeof value.evaluate === 'function';
}
