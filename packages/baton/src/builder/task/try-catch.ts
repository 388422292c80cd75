import type { Fault, JsonObject } from '@batonhq/core';
import type { Course, ContextOf, EndsOf, OutputOf, Within } from '../course.ts';
import type { Duration } from '../duration.ts';
import type { Condition } from '../expression/logic.ts';
import { toExpression, toTemplate } from '../expression/write.ts';
import type { Body } from '../flow.ts';
import { inTask, seen, variableName, type Scope, type Sees } from '../scope.ts';
import { tasksOf, type AnyBody } from '../start-flow.ts';
import type { Task } from './task.ts';

/** What is seen in a catch. */
export type InCatch<S extends Scope, As extends string> = Within<S, { readonly [Name in As]: Fault }>;

interface Conditions<S extends Scope> {
  readonly when?: (scope: Sees<S>) => Condition;
  readonly exceptWhen?: (scope: Sees<S>) => Condition;
}

/** When and how often to try again. */
export interface RetryPolicy<S extends Scope> extends Conditions<S> {
  readonly delay?: Duration;
  /** How the delay grows; it stays as it is by default. */
  readonly backoff?: 'constant' | 'linear' | 'exponential';
  readonly limit?: {
    /** How many times to try again, and how long one try may take. */
    readonly attempt?: { readonly count?: number; readonly duration?: Duration };
    readonly duration?: Duration;
  };
  readonly jitter?: { readonly from: Duration; readonly to: Duration };
}

/** Which faults to catch. */
export interface CatchRule<S extends Scope, As extends string> extends Conditions<InCatch<S, As>> {
  /** Members that a fault must have; all faults by default. */
  readonly errors?: {
    readonly type?: string;
    readonly status?: number;
    readonly title?: string;
    readonly detail?: string;
  };
  /** What the fault is called inside, `error` by default. */
  readonly as?: As;
  /** A policy, or the name of one in `use.retries`. */
  readonly retry?: RetryPolicy<InCatch<S, As>> | { readonly named: string };
}

/**
 * `try`: the tasks inside; when they fault, again as `retry` says, and then the tasks of `do`, which get what flowed into
 * the try. Without `do`, a fault that retrying does not heal goes on.
 *
 * @example
 * .do('charge', tryCatch((flow) => flow.do('card', call(charge)), {
 *   retry: { delay: 'PT1S', backoff: 'exponential', limit: { attempt: { count: 5 } } },
 *   do: (flow) => flow.do('refused', set(({ error }) => ({ refused: error.title }))),
 * }))
 */
export function tryCatch<S extends Scope, B extends Course, K extends Course, const As extends string = 'error'>(
  body: Body<S, B>,
  rule: CatchRule<S, As> & { readonly do: Body<InCatch<S, As>, K> },
): Task<S, OutputOf<B | K>, ContextOf<B | K>, EndsOf<B | K>>;
export function tryCatch<S extends Scope, B extends Course, const As extends string = 'error'>(
  body: Body<S, B>,
  rule: CatchRule<S, As> & { readonly retry: object; readonly do?: undefined },
): Task<S, OutputOf<B>, ContextOf<B>, EndsOf<B>>;
export function tryCatch(
  body: AnyBody,
  rule: CatchRule<Scope, string> & { readonly do?: AnyBody | undefined },
): Task<Scope, unknown, unknown> {
  const { errors, as, retry } = rule;
  return {
    definition: {
      try: tasksOf(body),
      catch: {
        ...(errors !== undefined && { errors: { with: toTemplate(errors) } }),
        ...(as !== undefined && { as: variableName(as) }),
        ...conditionsOf(rule),
        ...(retry !== undefined && { retry: 'named' in retry ? retry.named : retryOf(retry) }),
        ...(rule.do !== undefined && { do: tasksOf(rule.do) }),
      },
    },
  };
}

function retryOf<S extends Scope>(policy: RetryPolicy<S>): JsonObject {
  const { backoff, delay, limit, jitter } = policy;
  return {
    ...conditionsOf(policy),
    ...(delay !== undefined && { delay: toTemplate(delay) }),
    ...(backoff !== undefined && { backoff: { [backoff]: {} } }),
    ...(limit !== undefined && { limit: toTemplate(limit) }),
    ...(jitter !== undefined && { jitter: toTemplate(jitter) }),
  };
}

function conditionsOf<S extends Scope>({ when, exceptWhen }: Conditions<S>): JsonObject {
  return {
    ...(when !== undefined && { when: toExpression(when(seen(inTask))) }),
    ...(exceptWhen !== undefined && { exceptWhen: toExpression(exceptWhen(seen(inTask))) }),
  };
}
