import { isJsonObject, type Json } from '../kernel/json.ts';
import type { Risk } from '../program/metadata.ts';

/** How much is done without people. */
export type PolicyMode =
  /** Whatever is of more than low risk asks. */
  | 'attended'
  /** What is of high risk asks. */
  | 'supervised'
  /** Nobody is there to ask: what is of high risk is refused, and so is deleting by HTTP. */
  | 'unattended';

/** What one argument must be: a text (`*` stands for any), a number, a truth value, or a number above or below another. */
export type ArgumentPattern = string | number | boolean | null | { readonly above?: number; readonly below?: number };

/** One rule about calls. Every member that is there must hold. */
export interface PolicyRule {
  /** The name of the call, `*` standing for any text: `mail.send`, `mail.*`, `POST https://api.example.com/*`. */
  readonly call?: string;
  readonly risk?: Risk | readonly Risk[];
  /** Arguments by their path: `{ to: '*@example.com', 'order.amount': { above: 100 } }`. One that is missing fits nothing. */
  readonly arguments?: Readonly<Record<string, ArgumentPattern>>;
  /** The rule holds until then (ISO 8601): for a standing approval that ends. */
  readonly until?: string;
  readonly then: 'allow' | 'ask' | 'refuse';
  /** For `ask`: who answers, how many of them, and within how many milliseconds. */
  readonly roles?: readonly string[];
  readonly quorum?: number;
  readonly expires?: number;
  /** For `ask`: whoever started the execution may not answer. */
  readonly fourEyes?: boolean;
  /** Why, in words that people read. */
  readonly reason?: string;
}

/** Rules in the order in which they are looked at, the first that holds decides; `mode` decides about the rest. */
export interface Policy {
  readonly mode: PolicyMode;
  readonly rules: readonly PolicyRule[];
}

/** What is in force where nobody says anything. */
export const defaultPolicy: Policy = { mode: 'supervised', rules: [] };

/** A call as policies see it. */
export interface JudgedCall {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: Json;
  /** True for a request that deletes something. */
  readonly deletes: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a policy says about a call. */
export type PolicyVerdict =
  | { readonly kind: 'allow' }
  | { readonly kind: 'refuse'; readonly reason: string }
  | {
      readonly kind: 'ask';
      readonly reason: string;
      readonly roles?: readonly string[];
      readonly quorum?: number;
      readonly expires?: number;
      readonly fourEyes?: boolean;
    };

const allowed: PolicyVerdict = { kind: 'allow' };

/**
 * Decides about a call by a policy. Pure: the same call gets the same verdict.
 *
 * @example
 * ```ts
 * import { judge } from '@batonhq/core';
 *
 * const policy = { mode: 'unattended', rules: [{ call: 'mail.*', arguments: { to: '*@example.com' }, then: 'allow' }] } as const;
 * const call = { name: 'mail.send', risk: 'high', arguments: { to: 'eve@elsewhere.net' }, deletes: false, at: 0 } as const;
 * console.log(judge(policy, call).kind); // refuse
 * ```
 */
export function judge({ mode, rules }: Policy, call: JudgedCall): PolicyVerdict {
  const rule = rules.find((one) => holds(one, call));
  return rule === undefined ? byMode(mode, call) : byRule(rule, call);
}

function byRule(rule: PolicyRule, { name }: JudgedCall): PolicyVerdict {
  const { roles, quorum, expires, fourEyes } = rule;
  if (rule.then === 'allow') return allowed;
  if (rule.then === 'refuse') return { kind: 'refuse', reason: rule.reason ?? `the policy refuses ${name}` };
  const more = {
    ...(roles !== undefined && { roles }),
    ...(quorum !== undefined && { quorum }),
    ...(expires !== undefined && { expires }),
    ...(fourEyes !== undefined && { fourEyes }),
  };
  return { kind: 'ask', reason: rule.reason ?? `the policy asks about ${name}`, ...more };
}

function byMode(mode: PolicyMode, { name, risk, deletes }: JudgedCall): PolicyVerdict {
  if (mode === 'unattended') {
    if (risk !== 'high' && !deletes) return allowed;
    const what = deletes ? 'deletes' : 'is of high risk';
    return { kind: 'refuse', reason: `${name} ${what}, and nobody is there to ask; a rule of the policy can allow it` };
  }
  if (risk === 'high' || (mode === 'attended' && risk === 'medium'))
    return { kind: 'ask', reason: `${name} is of ${risk} risk` };
  return allowed;
}

function holds(rule: PolicyRule, call: JudgedCall): boolean {
  if (rule.until !== undefined && call.at >= Date.parse(rule.until)) return false;
  if (rule.call !== undefined && !fits(rule.call, call.name)) return false;
  if (rule.risk !== undefined && ![rule.risk].flat().includes(call.risk)) return false;
  return Object.entries(rule.arguments ?? {}).every(([path, pattern]) =>
    fitsArgument(pattern, at(call.arguments, path)),
  );
}

function at(value: Json, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((inner, name) => memberAt(inner, name), value);
}

function memberAt(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(name)];
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function fitsArgument(pattern: ArgumentPattern, value: Json | undefined): boolean {
  if (typeof pattern === 'string') return typeof value === 'string' && fits(pattern, value);
  if (typeof pattern !== 'object' || pattern === null) return value === pattern;
  const { above = -Infinity, below = Infinity } = pattern;
  return typeof value === 'number' && value > above && value < below;
}

/** True when a text fits a pattern in which `*` stands for any text. Takes time in proportion to the two, whatever they are. */
function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
