import { readAsks } from '../approval/approval-asks.ts';
import { callAt } from '../execution/call-at.ts';
import type { GatedState } from '../gate/gated-state.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Program } from '../program/program.ts';
import { nodeOf, walkFrames } from '../execution/frames.ts';
import type { ExecutionState, Frame, OpenOperation } from '../execution/state.ts';
import type { Effect } from '../step/effect.ts';
import type { WaitingFor } from './execution-view.ts';
import { forkAwaiting, failedBranches } from '../execution/revision/failed-branches.ts';
import { programAt } from '../execution/program-at.ts';
import type { OpenQuestion } from '../event/question.ts';
import { describeQuestion } from './describe-question.ts';
import { filterTypes, isAskedOfBasis } from './views.ts';
import { allOperations, isLockTimer, lockOf } from '../execution/operations.ts';

/**
 * What an open execution waits for, one entry per open end; never empty for an open execution, empty for an ended one.
 */
export function waitingFor(program: Program, state: ExecutionState): readonly WaitingFor[] {
  if (state.endedAt !== null) return [];
  const entries: WaitingFor[] = [];
  const own = programAt(program, state);
  const open = state.supervision?.open ?? [];
  entries.push(...open.map(asQuestion));
  if (!open.some(({ question }) => question.kind === 'revision')) entries.push(...ofFailed(state));
  if (state.suspension !== null) entries.push({ kind: 'resume', reason: state.suspension.reason });
  const isAsked = isAskedOfBasis(state);
  // Steps that wait for that answer say nothing more than the question does.
  walkFrames(state, (frame) =>
    entries.push(...ofFrame(own, frame).filter((one) => !(isAsked && one.kind === 'gate' && one.gate === 'basis'))),
  );
  for (const [task, effect] of Object.entries(state.closing))
    entries.push({ kind: 'child', task, child: effect.child, since: state.at });
  return entries.length === 0 ? [{ kind: 'engine' }] : entries;
}

/** Tasks that failed and wait for another way. */
function ofFailed(state: ExecutionState): readonly WaitingFor[] {
  const fork = forkAwaiting(state);
  return fork === null
    ? []
    : failedBranches(fork).map(({ task, since, fault }) => ({ kind: 'revision', task, since, fault }));
}

function asQuestion({ id, step, asks, question, votes, since, due }: OpenQuestion): WaitingFor {
  const { roles, quorum, reason } = readAsks(asks);
  return {
    kind: 'approval',
    task: '',
    step,
    approval: id,
    what: describeQuestion(question),
    roles,
    quorum,
    approvedBy: votes.map(({ by }) => by),
    reason,
    since,
    until: due,
  };
}

function ofFrame(program: Program, frame: Frame): readonly WaitingFor[] {
  const task = frame.key;
  switch (frame.kind) {
    case 'wait':
      return frame.due === null ? [] : [{ kind: 'timer', task, until: frame.due }];
    case 'try':
      return frame.retryAt === null || frame.caught === null
        ? []
        : [{ kind: 'retry', task, until: frame.retryAt, attempt: frame.attempt + 2, fault: frame.caught }];
    case 'listen':
      return [
        {
          kind: 'event',
          task,
          types: typesOf(program, frame),
          since: frame.startedAt,
          ...(frame.timeoutAt !== null && { until: frame.timeoutAt }),
        },
      ];
    case 'call':
      return ofCall(frame);
    default:
      return [];
  }
}

function typesOf(program: Program, frame: Frame): readonly string[] {
  const node = nodeOf(program, frame);
  if (node.kind !== 'listen') return [];
  return node.until?.kind === 'subscription' ? ['the next message'] : filterTypes(node.filters);
}

function ofCall(frame: Frame & { readonly kind: 'call' }): readonly WaitingFor[] {
  const { key: task, step, effect, startedAt: since } = frame;
  if (step.kind === 'ambiguous') return [{ kind: 'settlement', task, step: task, reason: step.reason }];
  if (step.kind === 'held') return [{ kind: 'resume', reason: step.reason }];
  if (step.kind === 'gated') return [beforeGate(frame, task, step)];
  const waiting = allOperations(frame.operations).flatMap((open) => ofOperation(frame, open) ?? []);
  if (waiting.length > 0) return waiting;
  if (effect.kind === 'lock') return [{ kind: 'lock', task: effect.task, key: effect.key, since }];
  if (effect.kind === 'workflow') return [{ kind: 'child', task, child: effect.child, since }];
  return [{ kind: 'step', task, what: describe(effect), since, attempt: step.attempt }];
}

/** Behind its last gate nothing holds a step up but a suspension, or the function that has to claim it. */
function beforeGate(frame: Frame & { readonly kind: 'call' }, step: string, gated: GatedState): WaitingFor {
  const { key: task, startedAt } = frame;
  const [first] = gated.gates;
  const call = callAt(frame, step);
  const what = call === null || call.kind === 'step' ? step : describe(call);
  if (first === undefined) return { kind: 'step', task, what, since: startedAt, attempt: gated.attempt };
  if (first.gate !== 'approval')
    return { kind: 'gate', task, step, gate: first.gate, asks: first.asks, since: startedAt };
  const { roles, quorum, reason } = readAsks(first.asks);
  const { id = '', since = startedAt, due = startedAt, votes = [] } = gated.approval ?? {};
  const approvedBy = votes.map(({ by }) => by);
  return { kind: 'approval', task, step, approval: id, what, roles, quorum, approvedBy, reason, since, until: due };
}

function ofOperation(frame: Frame & { readonly kind: 'call' }, open: OpenOperation): WaitingFor | null {
  const { step, state } = open;
  if (isLockTimer(frame.operations, open)) return null;
  const { key: task, startedAt: since } = frame;
  const lock = lockOf(state);
  if (lock !== null && state.kind === 'performing') return { kind: 'lock', task: step, key: lock, since };
  switch (state.kind) {
    case 'sleeping':
      return { kind: 'timer', task, until: state.due };
    case 'waiting':
      return {
        kind: 'event',
        task,
        types: [state.signal],
        since,
        ...(state.due !== undefined && { until: state.due }),
      };
    case 'ambiguous':
      return { kind: 'settlement', task, step, reason: state.reason };
    case 'held':
      return { kind: 'resume', reason: state.reason };
    case 'gated':
      return beforeGate(frame, step, state);
    case 'holding':
      return null;
    case 'performing':
      return { kind: 'step', task, what: step, since, attempt: state.attempt };
  }
}

/** A call in a few words. */
export function describe(effect: Effect): string {
  switch (effect.kind) {
    case 'function':
      return `function ${effect.name}${effect.version === undefined ? '' : `:${effect.version}`}`;
    case 'http':
      return `${effect.method} ${typeof effect.endpoint === 'string' ? effect.endpoint : 'an endpoint'}`;
    case 'workflow':
      return `workflow ${effect.namespace}/${effect.name}:${effect.version}`;
    case 'emit':
      return `emit ${effect.event.type}`;
    case 'call':
      return callInWords(effect);
    case 'process':
      return `run ${effect.process}`;
    case 'lock':
      return `lock ${effect.key}`;
    case 'unavailable':
      return effect.what;
  }
}

/** Which of its arguments says what a call is about. */
const subjects = ['operationId', 'operation', 'channel', 'method'];

function callInWords({ protocol, arguments: given }: Effect & { readonly kind: 'call' }): string {
  const subject = subjects.map((name) => given[name]).find((value) => typeof value === 'string');
  const parameters = given['parameters'];
  const tool = protocol === 'mcp' && isJsonObject(parameters) ? parameters['name'] : undefined;
  return [protocol, subject, ...(typeof tool === 'string' ? [tool] : [])].join(' ');
}
