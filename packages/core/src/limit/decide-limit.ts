import type { Fact } from '../event/fact.ts';
import type { JsonObject } from '../kernel/json.ts';
import { counted, sampleToJson, type BreakerState } from './breaker-state.ts';
import { evolveLimit, limitFactVersion, underRules } from './evolve-limit.ts';
import { countsCalls, rulesToJson, sameRules, type BreakerRule, type LimitRules } from './limit-rules.ts';
import { isOfStep, usesToJson, type LimitClaim, type LimitState } from './limit-state.ts';
import { obstacleOf, type Obstacle } from './obstacle.ts';
import { useNow } from './quota-use.ts';
import { withoutToken } from './token-bucket.ts';

/** What reaches a resource. `at` in milliseconds since 1970; a clock that was set back counts as standing still. */
export type LimitTrigger =
  /** A step wants to make a call. Asking again for a place it has changes nothing. */
  | { readonly kind: 'request'; readonly at: number; readonly claim: LimitClaim }
  /** A call came back; `retryAfter` is when the other side wants to hear more. */
  | {
      readonly kind: 'answer';
      readonly at: number;
      readonly claim: LimitClaim;
      readonly verdict: Verdict;
      readonly retryAfter?: number;
    }
  /** A step has ended, however that was: it gives its place back. A probe that ran out of time has failed. */
  | { readonly kind: 'leave'; readonly at: number; readonly claim: LimitClaim; readonly timedOut?: boolean }
  /** A person says that calls may be made again: silence and circuit are forgotten, what is used stays used. */
  | { readonly kind: 'free'; readonly at: number; readonly by: string };

/** Whether the resource did what it is for; `neither` when the call says nothing about that. */
export type Verdict = 'worked' | 'failed' | 'neither';

/** What a trigger comes to: facts to record, and for a request what stands in its way (nothing: it may be made). */
export interface LimitDecision {
  readonly state: LimitState;
  readonly facts: readonly Fact[];
  readonly obstacle: Obstacle | null;
}

/** However long the other side asks for silence, it is asked again after so many milliseconds: a day. */
export const longestHold = 86_400_000;

/**
 * Decides about a limited resource under the rules that hold now. Pure.
 *
 * A request that finds no obstacle takes what the rules count, and a place where places are counted. While a breaker is
 * open, the first request after its pause is its probe, and no other passes until that came back. Where nothing is
 * counted and nothing failed, nothing is recorded.
 */
export function decideLimit(state: LimitState, rules: LimitRules, trigger: LimitTrigger): LimitDecision {
  const deciding = new Deciding(state, rules, trigger.at);
  if (trigger.kind === 'request') return request(deciding, trigger.claim);
  if (trigger.kind === 'answer') answer(deciding, trigger);
  else if (trigger.kind === 'leave') leave(deciding, trigger);
  else free(deciding, trigger.by);
  return deciding.result(null);
}

function request(deciding: Deciding, claim: LimitClaim): LimitDecision {
  const { state, rules, at } = deciding;
  if (state.holders.some((holder) => isOfStep(holder, claim))) return deciding.result(null);
  const obstacle = obstacleOf(state, at);
  if (obstacle !== null) return deciding.result(obstacle);
  const probe = state.breaker.kind === 'open';
  if (!probe && !countsCalls(rules)) return deciding.result(null);
  const bucket = rules.rate === null ? null : withoutToken(state.bucket, rules.rate, at);
  const uses = rules.quotas.map((quota) => useNow(state.uses, quota, at));
  deciding.record('limit.granted', {
    ...idOf(claim),
    holds: probe || rules.concurrency !== null,
    probe,
    bucket: bucket && { ...bucket },
    uses: usesToJson(uses.map((use) => ({ ...use, used: use.used + 1 }))),
  });
  return deciding.result(null);
}

function answer(deciding: Deciding, { claim, verdict, retryAfter }: LimitTrigger & { readonly kind: 'answer' }): void {
  hold(deciding, retryAfter ?? 0);
  const { breaker } = deciding.state;
  const rule = deciding.rules.breaker;
  if (rule === null || verdict === 'neither') return;
  if (breaker.kind === 'closed') count(deciding, { rule, breaker, failed: verdict === 'failed' });
  else if (breaker.kind === 'half-open' && isOfStep(breaker.probe, claim)) {
    if (verdict === 'worked') deciding.record('limit.closed', {});
    else open(deciding, breaker.failures + 1, Math.min(breaker.pause * 2, rule.longestPause));
  }
}

function hold(deciding: Deciding, retryAfter: number): void {
  const until = Math.min(retryAfter, deciding.at + longestHold);
  if (until > deciding.at && until > (deciding.state.heldUntil ?? 0)) deciding.record('limit.held', { until });
}

interface Counting {
  readonly rule: BreakerRule;
  readonly breaker: BreakerState & { readonly kind: 'closed' };
  readonly failed: boolean;
}

function count(deciding: Deciding, { rule, breaker, failed }: Counting): void {
  const { failures, sample, opens } = counted(breaker, rule, { at: deciding.at, failed });
  if (opens) open(deciding, Math.max(failures, sample?.failed ?? 0), rule.pause);
  else if (failures !== breaker.failures || sample !== breaker.sample)
    deciding.record('limit.counted', { failures, sample: sampleToJson(sample) });
}

function open(deciding: Deciding, failures: number, pause: number): void {
  deciding.record('limit.opened', { until: deciding.at + pause, failures, pause });
}

function leave(deciding: Deciding, { at, claim, timedOut = false }: LimitTrigger & { readonly kind: 'leave' }): void {
  const isProbe = deciding.state.breaker.kind === 'half-open' && isOfStep(deciding.state.breaker.probe, claim);
  if (timedOut && isProbe) answer(deciding, { kind: 'answer', at, claim, verdict: 'failed' });
  if (deciding.state.holders.some((holder) => isOfStep(holder, claim)))
    deciding.record('limit.released', { ...idOf(claim) });
}

function free(deciding: Deciding, by: string): void {
  const { heldUntil, breaker } = deciding.state;
  if ((heldUntil ?? 0) > deciding.at || breaker.kind !== 'closed' || breaker.failures > 0)
    deciding.record('limit.freed', { by });
}

function idOf({ execution, step }: LimitClaim): LimitClaim {
  return { execution, step };
}

/** Folds each fact in at once, so that what follows is decided on the new state. Time never goes back. */
class Deciding {
  readonly #recorded: LimitState;
  #state: LimitState;
  readonly rules: LimitRules;
  readonly at: number;
  readonly #facts: Fact[] = [];

  constructor(state: LimitState, rules: LimitRules, at: number) {
    this.#recorded = state;
    this.#state = sameRules(state.rules, rules) ? state : underRules(state, rules);
    this.rules = rules;
    this.at = Math.max(at, state.at);
  }

  /** As it is under the rules of now, whether these are recorded already or not. */
  get state(): LimitState {
    return this.#state;
  }

  record(kind: string, fields: JsonObject): void {
    const isFirst = this.#facts.length === 0 && this.#state !== this.#recorded;
    if (isFirst) this.#append(this.#recorded, 'limit.configured', { rules: rulesToJson(this.rules) });
    this.#append(this.#state, kind, fields);
  }

  result(obstacle: Obstacle | null): LimitDecision {
    return { state: this.#facts.length === 0 ? this.#recorded : this.#state, facts: this.#facts, obstacle };
  }

  #append(before: LimitState, kind: string, fields: JsonObject): void {
    const fact = { seq: before.seq + 1, at: this.at, kind, version: limitFactVersion, fields };
    this.#facts.push(fact);
    this.#state = evolveLimit(before, fact);
  }
}
