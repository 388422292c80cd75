import {
  fault,
  FaultError,
  idFrom,
  type ApprovalRule,
  type Effect,
  type Json,
  type RepeatRule,
  readDefinitionName,
  type DefinitionName,
} from '@batonhq/core';
import type { CallApproval, CallTarget } from './context.ts';
import { millisecondsOf } from './duration.ts';

/** What a `call` of a durable function comes to. */
export interface TargetedCall {
  readonly effect: Effect;
  readonly repeat: RepeatRule;
}

const repeatable = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);

/** What an approval of a call asks of people. */
export function ruleOf({ reason, roles, quorum, expires }: CallApproval): ApprovalRule {
  return {
    reason,
    ...(roles !== undefined && { roles }),
    ...(quorum !== undefined && { quorum }),
    ...(expires !== undefined && { expires: millisecondsOf(expires) }),
  };
}

/** A few words that tell one target from another; part of the operation's name. */
export function targetName(target: CallTarget): string {
  if ('function' in target) return target.function;
  return 'http' in target ? target.http.method.toUpperCase() : target.workflow;
}

/** The effect of a call; `place` is unique to the operation, so that a child workflow is started once. */
export function callOf(
  target: CallTarget,
  place: { readonly execution: string; readonly operation: string },
): TargetedCall {
  if ('function' in target) {
    const version = target.version === undefined ? {} : { version: target.version };
    return {
      effect: { kind: 'function', name: target.function, ...version, input: target.input ?? null },
      repeat: 'keyed',
    };
  }
  if ('http' in target) return httpCall(target.http);
  const child = `${place.execution}.${idFrom(place.operation).slice(0, 12)}`;
  return {
    effect: { kind: 'workflow', child, ...readReference(target.workflow), input: target.input ?? null, await: true },
    repeat: 'safe',
  };
}

function httpCall({
  method,
  url,
  headers,
  body,
}: {
  readonly method: string;
  readonly url: string;
  readonly headers?: Json;
  readonly body?: Json;
}): TargetedCall {
  const upper = method.toUpperCase();
  const given = { ...(headers !== undefined && { headers }), ...(body !== undefined && { body }) };
  const effect: Effect = { kind: 'http', method: upper, endpoint: url, ...given, redirect: false, output: 'content' };
  return { effect, repeat: repeatable.has(upper) ? 'safe' : 'never' };
}

function readReference(reference: string): Required<DefinitionName> {
  const named = readDefinitionName(reference);
  if (named !== null) return { version: 'latest', ...named };
  throw new FaultError(
    fault('validation', `"${reference}" does not name a workflow: write namespace/name or namespace/name:version`),
  );
}
