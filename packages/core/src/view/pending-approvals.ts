import { readAsks } from '../approval/approval-asks.ts';
import { callAt } from '../execution/call-at.ts';
import { nodeOf, walkFrames } from '../execution/frames.ts';
import { allOperations } from '../execution/operations.ts';
import type { ExecutionState, Frame } from '../execution/state.ts';
import { isOperation } from '../execution/task-key.ts';
import type { GatedState } from '../gate/gated-state.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { Risk } from '../program/metadata.ts';
import type { Program } from '../program/program.ts';
import type { OpenQuestion, QuestionKind } from '../event/question.ts';
import { programAt } from '../execution/program-at.ts';
import { describeQuestion } from './describe-question.ts';
import type { ValueOrigin } from './value-origin.ts';
import { valueOrigins } from './value-origins.ts';
import { describe } from './waiting-for.ts';

/** What people are asked: everything they need for an answer. */
export interface PendingApproval {
  /** What the answer names. */
  readonly id: string;
  /** About one call; or about the execution as a whole, and then `call` is the question, and `task` is empty. */
  readonly kind: 'call' | QuestionKind;
  readonly execution: string;
  /** `namespace/name:version` of the definition. */
  readonly workflow: string;
  readonly tenant: string;
  /** Who started the execution. */
  readonly user: string;
  readonly task: string;
  readonly step: string;
  /** The call in a few words. */
  readonly what: string;
  /** The call as it will be made; arguments that mention secrets are as they are written. */
  readonly call: JsonObject;
  /** Where each value of the call came from. */
  readonly origins: readonly ValueOrigin[];
  /** What the answer is bound to. */
  readonly hash: string;
  readonly risk: Risk | null;
  readonly reason: string;
  /** Whoever answers has one of these; empty: anybody may. */
  readonly roles: readonly string[];
  readonly quorum: number;
  readonly approvedBy: readonly string[];
  /** What it costs, where its function says so: `money` in units of `currency`, `tokens`. */
  readonly cost: { readonly money?: number; readonly currency?: string; readonly tokens?: number } | null;
  /** The task or function that undoes it; null when nothing does. */
  readonly undo: string | null;
  readonly since: number;
  /** When it counts as denied. */
  readonly until: number;
}

/** What people are asked about an execution, in the order of its tasks. */
export function pendingApprovals(family: Program, state: ExecutionState): readonly PendingApproval[] {
  if (state.endedAt !== null) return [];
  const program = programAt(family, state);
  const pending = (state.supervision?.open ?? []).map((open) => askedAboutAll(state, open));
  walkFrames(state, (frame) => {
    if (frame.kind !== 'call') return;
    if (frame.step.kind === 'gated') pending.push(...asked({ program, state, frame }, frame.key, frame.step));
    for (const { step, state: open } of allOperations(frame.operations))
      if (open.kind === 'gated') pending.push(...asked({ program, state, frame }, step, open));
  });
  return pending;
}

/** A question about the execution as a whole, in the same form. */
function askedAboutAll(
  state: ExecutionState,
  { id, step, hash, since, due, votes, question, asks }: OpenQuestion,
): PendingApproval {
  const { roles, quorum, reason } = readAsks(asks);
  const call: JsonObject = JSON.parse(JSON.stringify(question));
  return {
    ...whose(state),
    id,
    kind: question.kind,
    task: '',
    step,
    what: describeQuestion(question),
    call,
    origins: [],
    hash,
    risk: null,
    reason,
    roles,
    quorum,
    approvedBy: votes.map(({ by }) => by),
    cost: null,
    undo: null,
    since,
    until: due,
  };
}

function whose({ id, definition, origin }: ExecutionState) {
  const { namespace, name, version } = definition;
  const workflow = `${namespace}/${name}:${version}`;
  return { execution: id, workflow, tenant: origin.tenant, user: origin.user };
}

interface Place {
  readonly program: Program;
  readonly state: ExecutionState;
  readonly frame: Frame & { readonly kind: 'call' };
}

function asked({ program, state, frame }: Place, step: string, gated: GatedState): readonly PendingApproval[] {
  const { approval, gates } = gated;
  const call = callAt(frame, step);
  const [wish] = gates;
  if (approval === null || wish === undefined || call === null) return [];
  const { roles, quorum, reason } = readAsks(wish.asks);
  const { metadata } = nodeOf(program, frame);
  const ownRisk = isOperation(step) ? null : (metadata.risk ?? null);
  const { risk } = wish.asks;
  const plain: JsonObject = JSON.parse(JSON.stringify(call));
  return [
    {
      ...whose(state),
      id: approval.id,
      kind: 'call',
      task: frame.key,
      step,
      what: call.kind === 'step' ? step : describe(call),
      call: plain,
      origins: valueOrigins({ program, state, frame, step, gated }),
      hash: approval.hash,
      risk: risk === 'low' || risk === 'medium' || risk === 'high' ? risk : ownRisk,
      reason,
      roles,
      quorum,
      approvedBy: approval.votes.map(({ by }) => by),
      cost: costOf(wish.asks['cost']),
      undo: (isOperation(step) ? undefined : metadata.compensate) ?? textOr(wish.asks['undo']),
      since: approval.since,
      until: approval.due,
    },
  ];
}

function textOr(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function costOf(cost: Json | undefined): PendingApproval['cost'] {
  if (!isJsonObject(cost)) return null;
  const { money, currency, tokens } = cost;
  return {
    ...(typeof money === 'number' && { money }),
    ...(typeof currency === 'string' && { currency }),
    ...(typeof tokens === 'number' && { tokens }),
  };
}
