import type { Recorded, RepeatRule } from '@batonhq/core';
import { sharedApprovals } from './approval-checks.ts';
import { claimsIn, keyOfStep, type Claim } from './claims.ts';
import type { Ledger } from './ledger.ts';

/** Something that must not be, in one sentence. */
export type Violation = string;

/** What is known of one execution when its effects are examined. */
export interface EffectRecord {
  readonly id: string;
  readonly events: readonly Recorded[];
  /** The rule of a task's step, by its key; undefined for what has none. */
  readonly ruleOf: (task: string) => RepeatRule | undefined;
}

/**
 * Promises 2 and 3 against the other side: no effect without its claim, none twice where that is not allowed, none lost
 * that a completed step says took place.
 */
export function checkEffects(record: EffectRecord, ledger: Ledger): readonly Violation[] {
  const claims = claimsIn(record.events);
  const steps = new Map<string, Set<string>>();
  for (const { step } of claims) {
    const key = keyOfStep(record.id, step);
    steps.set(key, (steps.get(key) ?? new Set()).add(step));
  }
  return [
    ...doubles(record, { claims, steps, ledger }),
    ...lost(record, ledger),
    ...sharedApprovals(record.id, record.events),
    ...claims.flatMap((claim) => unasked(record, claim)),
  ];
}

interface Counts {
  readonly claims: readonly Claim[];
  readonly steps: ReadonlyMap<string, ReadonlySet<string>>;
  readonly ledger: Ledger;
}

/** Under `never` and `probe` an effect takes place at most once for each step, crashes or not. */
function doubles({ id, events, ruleOf }: EffectRecord, { steps, ledger }: Counts): readonly Violation[] {
  const asked = rulesOfOperations(events);
  return [...steps].flatMap(([key, of]) => {
    const rules = new Set([...of].map((step) => (step.includes('|') ? asked.get(step) : ruleOf(step))));
    const { applied } = ledger.entry(key);
    const strict = rules.size === 1 && (rules.has('never') || rules.has('probe'));
    return strict && applied > of.size
      ? [`I2 ${id}: the effect of ${key} took place ${applied} times in ${of.size} steps`]
      : [];
  });
}

/** The rules that durable functions gave their own steps, by step. */
function rulesOfOperations(events: readonly Recorded[]): ReadonlyMap<string, RepeatRule> {
  const steps = events.flatMap(({ event }) =>
    event.kind === 'step.claimed' && event.operation?.kind === 'step'
      ? [[event.step, event.operation.repeat] as const]
      : [],
  );
  return new Map(steps);
}

/** A step that completed has had its effect, unless a person said so or its function makes none. */
function lost({ id, events, ruleOf }: EffectRecord, ledger: Ledger): readonly Violation[] {
  const effectful = new Set(events.flatMap(({ event }) => (isPayment(event) ? [event.task] : [])));
  return events.flatMap(({ event }) => {
    if (event.kind !== 'task.completed' || !effectful.has(event.task) || ruleOf(event.task) === undefined) return [];
    const key = keyOfStep(id, event.task);
    return ledger.hasApplied(key) ? [] : [`I2 ${id}: ${event.task} completed and its effect never took place`];
  });
}

function isPayment(event: Recorded['event']): event is Extract<Recorded['event'], { readonly kind: 'task.started' }> {
  if (event.kind !== 'task.started' || event.effect?.kind !== 'function') return false;
  return ['pay', 'once', 'slow', 'refund', 'transfer'].includes(event.effect.name);
}

/** A further attempt under `never` or `probe` follows only what allows it: a person, a probe, or that nothing was tried. */
function unasked({ id, events, ruleOf }: EffectRecord, { step, attempt, seq }: Claim): readonly Violation[] {
  const rule = step.includes('|') ? undefined : ruleOf(step);
  if (attempt === 1 || (rule !== 'never' && rule !== 'probe') || isDurable(events, step)) return [];
  const since = events.findLast(
    (recorded) => recorded.seq < seq && claimsIn([recorded]).some((claim) => claim.step === step),
  );
  const between = events.filter((recorded) => recorded.seq > (since?.seq ?? 0) && recorded.seq < seq);
  const allowed = between.some(({ event }) => {
    if (event.kind === 'step.settled') return event.step === step && event.decision === 'repeat';
    if (event.kind === 'step.probing') return event.step === step && rule === 'probe';
    return event.kind === 'step.held' && event.step === step && /registered/.test(event.reason);
  });
  return allowed ? [] : [`I2 ${id}: attempt ${attempt} at ${step} (${rule}) was claimed without asking anybody`];
}

function isDurable(events: readonly Recorded[], task: string): boolean {
  return events.some(({ event }) => event.kind === 'step.claimed' && event.step.startsWith(`${task}|`));
}
