import type { Fact } from '../event/fact.ts';
import { NewerEventError } from '../event/newer-event-error.ts';
import { assert } from '../kernel/assert.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { closedBreaker, sampleFromJson, type BreakerState } from './breaker-state.ts';
import { rulesFromJson, type LimitRules } from './limit-rules.ts';
import {
  bucketFromJson,
  isOfStep,
  unusedLimit,
  usesFromJson,
  type LimitClaim,
  type LimitState,
} from './limit-state.ts';
import { refitted } from './token-bucket.ts';

/** The version in which facts of limits are written. */
export const limitFactVersion = 1;

/** Folds one fact into the state of a resource. @throws {NewerEventError} for a fact that this release does not know. */
export function evolveLimit(state: LimitState, fact: Fact): LimitState {
  const { seq, at, kind, version, fields } = fact;
  if (version > limitFactVersion) throw new NewerEventError(kind, version);
  const next = { ...state, seq, at };
  switch (kind) {
    case 'limit.configured':
      return underRules(next, rulesFromJson(fields['rules']));
    case 'limit.granted':
      return granted(next, fields);
    case 'limit.released':
      return released(next, claimFrom(fields));
    case 'limit.held':
      return { ...next, heldUntil: Number(fields['until']) };
    case 'limit.counted':
      return {
        ...next,
        breaker: { kind: 'closed', failures: Number(fields['failures']), sample: sampleFromJson(fields['sample']) },
      };
    case 'limit.opened':
      return { ...next, breaker: opened(state.breaker, fact) };
    case 'limit.freed':
      return { ...next, heldUntil: null, breaker: closedBreaker };
    case 'limit.closed':
      return { ...next, breaker: closedBreaker };
    default:
      throw new NewerEventError(kind, version);
  }
}

/** Folds the facts of a resource's stream, from the first. */
export function foldLimit(facts: readonly Fact[]): LimitState {
  return facts.reduce(evolveLimit, unusedLimit);
}

/** The state when other rules hold from now on: what was used stays used. */
export function underRules(state: LimitState, rules: LimitRules): LimitState {
  const isKept = ({ window, zone }: LimitState['uses'][number]): boolean =>
    rules.quotas.some((quota) => quota.window === window && quota.zone === zone);
  return {
    ...state,
    rules,
    bucket: refitted(state.bucket, state.rules.rate, rules.rate),
    uses: state.uses.filter(isKept),
    breaker: rules.breaker === null ? closedBreaker : state.breaker,
  };
}

function granted(state: LimitState, fields: JsonObject): LimitState {
  const claim = claimFrom(fields);
  const { breaker } = state;
  const isProbe = fields['probe'] === true;
  assert(!isProbe || breaker.kind === 'open', 'only an open breaker is probed');
  return {
    ...state,
    bucket: bucketFromJson(fields['bucket']),
    uses: usesFromJson(fields['uses']),
    holders: fields['holds'] === true ? [...state.holders, { ...claim, since: state.at }] : state.holders,
    breaker: isProbe && breaker.kind === 'open' ? { ...breaker, kind: 'half-open', probe: claim } : breaker,
  };
}

/** A probe that leaves without a word lets the next call try. */
function released(state: LimitState, claim: LimitClaim): LimitState {
  const { breaker } = state;
  const holders = state.holders.filter((holder) => !isOfStep(holder, claim));
  if (breaker.kind !== 'half-open' || !isOfStep(breaker.probe, claim)) return { ...state, holders };
  const { since, failures, pause } = breaker;
  return { ...state, holders, breaker: { kind: 'open', since, until: state.at, failures, pause } };
}

function opened(breaker: BreakerState, { at, fields }: Fact): BreakerState {
  return {
    kind: 'open',
    since: breaker.kind === 'closed' ? at : breaker.since,
    until: Number(fields['until']),
    failures: Number(fields['failures']),
    pause: Number(fields['pause']),
  };
}

function claimFrom(fields: JsonObject): LimitClaim {
  return { execution: text(fields['execution']), step: text(fields['step']) };
}

function text(value: Json | undefined): string {
  assert(typeof value === 'string', 'a fact of a limit names its step in texts');
  return value;
}
