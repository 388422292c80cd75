import { idFrom } from '../kernel/entropy.ts';
import type { Json } from '../kernel/json.ts';
import type { Computed, Scope } from '../expression/evaluator.ts';
import type { EffectTemplate } from '../program/task-node.ts';
import type { DeferredArguments, Effect } from '../step/effect.ts';
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
      const version = template.version === undefined ? {} : { version: template.version };
      return {
        kind: 'function',
        name: template.name,
        ...version,
        input: template.with === undefined ? input : value(template.with),
      };
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
    case 'unavailable':
      return template;
  }
}

/** The arguments of a call that mention secrets; undefined when there are none. */
export function deferredOf(
  template: EffectTemplate,
  over: { readonly input: Json; readonly scope: Scope },
): DeferredArguments | undefined {
  const members: Record<string, Computed> = {};
  for (const [name, member] of Object.entries(template))
    if (isComputed(member) && (member.deferred || name === 'authentication')) members[name] = member;
  return Object.keys(members).length === 0 ? undefined : { ...over, members };
}

function isComputed(value: unknown): value is Computed {
  return typeof value === 'object' && value !== null && 'evaluate' in value && typeof value.evaluate === 'function';
}
