import {
  isJsonObject,
  parseDuration,
  type ArgumentPattern,
  type Json,
  type JsonObject,
  type Policy,
  type PolicyMode,
  type PolicyRule,
} from '@batonhq/core';
import { nearest } from '../nearest.ts';
import { RequestError } from './request-error.ts';

/** What is done without people, what they are asked about, what is refused, and who they are. */
export interface PolicyOptions {
  /**
   * What is asked where no rule holds: `attended` asks about whatever may change something outside, `supervised` (the
   * default) about calls of high risk, `unattended` asks about nothing and refuses what is of high risk or deletes.
   */
  readonly mode?: PolicyMode;
  /** The first that holds decides. `expires` in milliseconds, or a duration (`PT2H`). */
  readonly rules?: readonly (Omit<PolicyRule, 'expires'> & { readonly expires?: number | string })[];
  /** The roles of people. Without it, whoever reaches the folder may answer as anybody. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
}

/** A policy that was checked. */
export interface CheckedPolicy {
  readonly policy: Policy;
  readonly people?: Readonly<Record<string, readonly string[]>>;
  readonly rolesOf?: (person: string) => readonly string[];
}

const modes: readonly PolicyMode[] = ['attended', 'supervised', 'unattended'];
const members = ['mode', 'rules', 'people'];
const ruleMembers = ['call', 'risk', 'arguments', 'until', 'then', 'roles', 'quorum', 'expires', 'fourEyes', 'reason'];
const verdicts = ['allow', 'ask', 'refuse'] as const;
const risks = ['low', 'medium', 'high'] as const;

/** Reads a policy. A mistake in it is refused, with its place: a rule that is silently ignored would let something through. */
export function readPolicy(value: Json): CheckedPolicy {
  const given = objectAt(value, 'the policy');
  checkMembers(given, members, 'the policy');
  const { mode = 'supervised', rules = [], people } = given;
  const known = modes.find((one) => one === mode);
  if (known === undefined) throw wrong('mode', modes.join(', '), mode);
  if (!Array.isArray(rules)) throw wrong('rules', 'a list', rules);
  const policy = { mode: known, rules: rules.map((rule, index) => readRule(rule, `rules[${index}]`)) };
  if (people === undefined) return { policy };
  const roles = Object.fromEntries(
    Object.entries(objectAt(people, 'people')).map(([name, list]) => [name, textsAt(list, `people.${name}`)]),
  );
  return { policy, people: roles, rolesOf: (person) => (Object.hasOwn(roles, person) ? (roles[person] ?? []) : []) };
}

function readRule(value: Json, at: string): PolicyRule {
  const rule = objectAt(value, at);
  checkMembers(rule, ruleMembers, at);
  const then = verdicts.find((one) => one === rule['then']);
  if (then === undefined) throw wrong(`${at}.then`, verdicts.join(', '), rule['then'] ?? null);
  const { roles, quorum, expires, until, fourEyes } = rule;
  return present({
    then,
    call: optionalText(rule['call'], `${at}.call`),
    reason: optionalText(rule['reason'], `${at}.reason`),
    risk: rule['risk'] === undefined ? undefined : risksAt(rule['risk'], `${at}.risk`),
    arguments: rule['arguments'] === undefined ? undefined : patternsAt(rule['arguments'], `${at}.arguments`),
    roles: roles === undefined ? undefined : textsAt(roles, `${at}.roles`),
    fourEyes: fourEyes === undefined ? undefined : flagAt(fourEyes, `${at}.fourEyes`),
    quorum: quorum === undefined ? undefined : wholeAt(quorum, `${at}.quorum`),
    expires: expires === undefined ? undefined : durationAt(expires, `${at}.expires`),
    until: until === undefined ? undefined : instantAt(until, `${at}.until`),
  });
}

function risksAt(value: Json, at: string): NonNullable<PolicyRule['risk']> {
  return (Array.isArray(value) ? value : [value]).map((one) => {
    const risk = risks.find((known) => known === one);
    if (risk === undefined) throw wrong(at, risks.join(', '), one);
    return risk;
  });
}

function patternsAt(value: Json, at: string): Readonly<Record<string, ArgumentPattern>> {
  return Object.fromEntries(
    Object.entries(objectAt(value, at)).map(([path, pattern]) => [path, patternAt(pattern, `${at}.${path}`)]),
  );
}

function patternAt(value: Json, at: string): ArgumentPattern {
  if (value === null || typeof value !== 'object') return value;
  const { above, below, ...rest } = objectAt(value, at);
  const isSound = [above, below].every((limit) => limit === undefined || typeof limit === 'number');
  if (!isSound || Object.keys(rest).length > 0) throw wrong(at, 'a text, a number, or { above, below }', value);
  return { ...(typeof above === 'number' && { above }), ...(typeof below === 'number' && { below }) };
}

function flagAt(value: Json, at: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(at, 'true or false', value);
}

function wholeAt(value: Json, at: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw wrong(at, 'a whole number, 1 or more', value);
}

function durationAt(value: Json, at: string): number {
  const read = typeof value === 'string' ? parseDuration(value) : value;
  if (typeof read === 'number' && read >= 0) return read;
  throw wrong(at, 'milliseconds or a duration such as PT2H', value);
}

function instantAt(value: Json, at: string): string {
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  throw wrong(at, 'an instant such as 2026-12-31T00:00:00Z', value);
}

function optionalText(value: Json | undefined, at: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw wrong(at, 'a text', value);
}

function textsAt(value: Json, at: string): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one !== 'string') throw wrong(at, 'a list of texts', one);
    return one;
  });
}

function objectAt(value: Json, at: string): JsonObject {
  if (!isJsonObject(value)) throw wrong(at, 'an object', value);
  return value;
}

function checkMembers(given: JsonObject, known: readonly string[], at: string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new RequestError(
      `${at} has no "${name}"${meant === undefined ? `; it has ${known.join(', ')}` : `; did you mean "${meant}"?`}`,
    );
  }
}

function wrong(at: string, expected: string, found: Json): RequestError {
  return new RequestError(`${at} of the policy must be ${expected}; it is ${JSON.stringify(found).slice(0, 80)}`);
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function present<T extends object>(value: T): Present<T>;
function present(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
